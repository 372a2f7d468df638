import { fileURLToPath } from 'node:url';
import { NativeConnection, Runtime, Worker } from '@temporalio/worker';
import { createActivities } from '../activities/index.js';
import { loadConfig, required } from './config/config.js';
import { Database } from './persistence/database.js';
import { ImportRepository } from './persistence/import-repository.js';
import { ReportRepository } from './persistence/report-repository.js';
import { ReportRowRepository } from './persistence/report-row-repository.js';
import { clock, runProcess } from './process.js';
import { workerLogger } from './temporal/worker-logger.js';

/** Activities at once in this process. One core computes; the others wait for the database meanwhile. */
const ACTIVITIES_AT_ONCE = 4;

/** Each activity uses two connections at the most. */
const MAX_CONNECTIONS = 2 * ACTIVITIES_AT_ONCE;

/** How long activities may go on after the worker was told to stop; then they are cancelled, to go on elsewhere. */
const GRACE = '5 seconds';

/** When the worker ends although an activity does not: a merge in the database, say. Its transaction is undone. */
const LONGEST_STOP = '20 seconds';

/** Unless told, the SDK holds heartbeats back until most of the time that they may take is over. */
const HEARTBEATS_AT_MOST_EVERY = '3 seconds';

/** Made by the build: a worker that bundles its workflows itself takes seconds to start. */
const WORKFLOW_BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

await runProcess('worker', async () => {
  const config = loadConfig();
  // Signals are handled in runProcess, where the worker is one of several things to stop.
  Runtime.install({ shutdownSignals: [], logger: workerLogger(config.logLevel) });
  const database = await Database.open({
    url: required(config, 'databaseUrl'),
    applicationName: 'storelight-worker',
    maxConnections: MAX_CONNECTIONS,
  });
  const connection = await connect(required(config, 'temporalAddress'));
  const worker = await Worker.create({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: config.taskQueue,
    workflowBundle: { codePath: WORKFLOW_BUNDLE },
    activities: createActivities({
      database,
      imports: new ImportRepository(database),
      reports: new ReportRepository(database),
      reportRows: new ReportRowRepository(database),
      dataDir: config.dataDir,
      reportsDir: config.reportsDir,
      clock,
    }),
    maxConcurrentActivityTaskExecutions: ACTIVITIES_AT_ONCE,
    shutdownGraceTime: GRACE,
    shutdownForceTime: LONGEST_STOP,
    maxHeartbeatThrottleInterval: HEARTBEATS_AT_MOST_EVERY,
  });
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
