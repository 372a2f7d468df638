import { Client } from '@temporalio/client';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { loadConfig, required } from './config/config.js';
import { MAX_CONCURRENT_ACTIVITIES, createWorker } from './create-worker.js';
import { installTimeZones } from './domain/time-zones/time-zone-database.js';
import { readTimeZoneData } from './files/time-zone-data.js';
import { Database } from './persistence/connection/database.js';
import { runProcess } from './process.js';
import { systemClock } from './clock.js';
import { ensureSchedules } from './temporal/schedules.js';
import { ensureSearchAttributes } from './temporal/register-search-attributes.js';
import { logStart, workerLogger } from './temporal/worker-logger.js';

/** Each activity uses at most two connections. */
const MAX_CONNECTIONS = 2 * MAX_CONCURRENT_ACTIVITIES;

/** No client waits for a worker, and over a bad connection the handshake takes several round trips. */
const CONNECT_TIMEOUT_MS = 15_000;

await runProcess('worker', async () => {
  const config = loadConfig();
  // runProcess handles signals, since it stops more than the worker.
  Runtime.install({ shutdownSignals: [], logger: workerLogger(config.logLevel) });
  const timeZones = readTimeZoneData(config.tzdataDir);
  installTimeZones(timeZones);
  const database = await Database.open({
    url: required(config, 'databaseUrl'),
    applicationName: 'storelight-worker',
    maxConnections: MAX_CONNECTIONS,
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
  });
  const connection = await connect(required(config, 'temporalAddress'));
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

async function connect(address: string): Promise<NativeConnection> {
  try {
    return await NativeConnection.connect({ address });
  } catch (error) {
    throw new Error(`no Temporal server answers at ${address}: start it, or correct TEMPORAL_ADDRESS`, {
      cause: error,
    });
  }
}
