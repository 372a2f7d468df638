import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

/**
 * Starts the servers for the tests, unless the environment names some. Jest loads this file without the transforms of
 * jest.config.js, so it is JavaScript, and uses the built program.
 */
export default async function setUp() {
  const { env } = process;
  if (env.STORELIGHT_TEST_DATABASE_URL !== undefined && env.STORELIGHT_TEST_TEMPORAL_ADDRESS !== undefined) return;
  // Detached from Ctrl-C: it stops the servers when this process has ended.
  const servers = spawn(process.execPath, [path.resolve('dist/dev/serve-tests.js')], {
    detached: true,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const exited = once(servers, 'exit').then(() => [undefined]);
  const [addresses] = await Promise.race([once(servers, 'message'), exited]);
  if (addresses === undefined) throw new Error('the servers for the tests did not start: see above');
  env.STORELIGHT_TEST_DATABASE_URL ??= addresses.databaseUrl;
  env.STORELIGHT_TEST_TEMPORAL_ADDRESS ??= addresses.temporalAddress;
  env.TMPDIR = addresses.temporaryFolder;
  globalThis.stopStorelightTestServers = async () => {
    servers.disconnect();
    await exited;
  };
}
