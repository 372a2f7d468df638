import { startTestServers } from '../../dist/dev/test-servers.js';

/**
 * Starts the servers that the tests need, unless the environment names some. Jest loads this file by itself, past what
 * jest.config.js says about TypeScript: hence JavaScript, and the built servers.
 */
export default async function setUp() {
  const { env } = process;
  if (env.STORELIGHT_TEST_DATABASE_URL !== undefined && env.STORELIGHT_TEST_TEMPORAL_ADDRESS !== undefined) return;
  const servers = await startTestServers();
  env.STORELIGHT_TEST_DATABASE_URL ??= servers.databaseUrl;
  env.STORELIGHT_TEST_TEMPORAL_ADDRESS ??= servers.temporalAddress;
  globalThis.storelightTestServers = servers;
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
  ]) {
    process.once(signal, () => servers.stop().finally(() => process.exit(code)));
  }
}
