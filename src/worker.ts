import { Client } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { loadConfig, required } from './config/config.js';
import type { TemporalCredentials } from './config/temporal-settings.js';
import { MAX_CONCURRENT_ACTIVITIES, MAX_CONCURRENT_LOCAL_ACTIVITIES, createWorker } from './create-worker.js';
import { installTimeZones } from './domain/time-zones/time-zone-database.js';
import { readTimeZoneData } from './files/time-zone-data.js';
import { checkDatabaseTls } from './persistence/connection/database-tls.js';
import { Database } from './persistence/connection/database.js';
import { messageOf } from './domain/error-message.js';
import { runProcess } from './process.js';
import { systemClock } from './clock.js';
import { checkTemporalTls } from './temporal/check-tls.js';
import { isTemporalRefusal } from './temporal/grpc-errors.js';
import { ensureSchedules } from './temporal/schedules.js';
import { ensureSearchAttributes } from './temporal/register-search-attributes.js';
import { logStart, workerLogger } from './temporal/worker-logger.js';

/** Each activity uses at most two connections. */
const MAX_CONNECTIONS = 2 * (MAX_CONCURRENT_ACTIVITIES + MAX_CONCURRENT_LOCAL_ACTIVITIES);

/** No client waits for a worker, and over a bad connection the handshake takes several round trips. */
const CONNECT_TIMEOUT_MS = 15_000;

await runProcess('worker', async () => {
  const config = loadConfig();
  // runProcess handles signals, since it stops more than the worker.
  Runtime.install({ shutdownSignals: [], logger: workerLogger(config.logLevel) });
  const timeZones = readTimeZoneData(config.tzdataDir);
  installTimeZones(timeZones);
  const url = required(config, 'databaseUrl');
  await checkDatabaseTls(url, 'DATABASE_URL');
  const database = await Database.open({
    url,
    applicationName: 'storelight-worker',
    maxConnections: MAX_CONNECTIONS,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  });
  const connection = await connect(required(config, 'temporalAddress'), config.temporalCredentials);
  await ensureSearchAttributes(connection, config.temporalNamespace);
  await ensureSchedules(new Client({ connection, namespace: config.temporalNamespace }), config);
  logStart(config.logLevel, `computes with time zone data ${timeZones.release} from ${config.tzdataDir}`);
  const worker = await createWorker({ config, connection, database, clock: systemClock });
  const ended = worker.run();
  return {
    ended,
    async stop() {
      if (worker.getState() === 'RUNNING') worker.shutdown();
      await ended;
      await connection.close();
      await database.close();
    },
  };
});

async function connect(address: string, credentials: TemporalCredentials): Promise<NativeConnection> {
  await checkTemporalTls(address, credentials);
  try {
    return await NativeConnection.connect({ ...credentials, address });
  } catch (error) {
    if (isTemporalRefusal(error)) {
      throw new Error(
        `the Temporal server at ${address} refuses the connection (${messageOf(error)}): correct TEMPORAL_API_KEY`,
        {
          cause: error,
        },
      );
    }
    throw new Error(
      `no Temporal server answers at ${address}: start it, correct TEMPORAL_ADDRESS, or set TEMPORAL_TLS=true if it uses TLS`,
      { cause: error },
    );
  }
}
