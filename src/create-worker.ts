import { fileURLToPath } from 'node:url';
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { createActivities } from '../activities/index.js';
import { DEFAULT_CHUNKING } from '../activities/report-activities.js';
import type { Config } from './config/config.js';
import type { Database } from './persistence/connection/database.js';
import { ImportRepository } from './persistence/imports/import.repository.js';
import type { ChunkingOptions } from './persistence/reports/report-plan.js';
import { ReportRepository } from './persistence/reports/report.repository.js';
import { ReportRowRepository } from './persistence/reports/report-row.repository.js';
import type { Clock } from './tokens.js';
import { TemporalClient, temporalClientOptions } from './temporal/client.js';

/** Activities at once in a process. One core computes; the others wait for the database meanwhile. */
export const MAX_CONCURRENT_ACTIVITIES = 4;

const SHUTDOWN_AND_HEARTBEATS = {
  /** How long activities may go on after the worker was told to stop; then they are cancelled, to go on elsewhere. */
  shutdownGraceTime: '5 seconds',
  /** When the worker ends although an activity does not: a merge in the database, say. Its transaction is undone. */
  shutdownForceTime: '20 seconds',
  /** Unless told, the SDK holds heartbeats back until most of the time that they may take is over. */
  maxHeartbeatThrottleInterval: '3 seconds',
} satisfies Partial<WorkerOptions>;

/** Made by the build: a worker that bundles its workflows itself takes seconds to start. */
export const WORKFLOW_BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

export interface WorkerDependencies {
  readonly config: Config;
  readonly connection: NativeConnection;
  readonly database: Database;
  readonly clock: Clock;
  readonly chunking?: ChunkingOptions;
}

/** A worker for the workflows and activities of this product, not yet running. */
export async function createWorker(
  { config, connection, database, clock, chunking = DEFAULT_CHUNKING }: WorkerDependencies,
  workflowBundle = WORKFLOW_BUNDLE,
): Promise<Worker> {
  return Worker.create({
    connection,
    namespace: config.temporalNamespace,
    taskQueue: config.taskQueue,
    workflowBundle: { codePath: workflowBundle },
    activities: createActivities({
      database,
      imports: new ImportRepository(database),
      reports: new ReportRepository(database),
      reportRows: new ReportRowRepository(database),
      dataDir: config.dataDir,
      uploadsDir: config.uploadsDir,
      reportsDir: config.reportsDir,
      workflows: new TemporalClient(temporalClientOptions(config), connection),
      chunking,
      clock,
    }),
    maxConcurrentActivityTaskExecutions: MAX_CONCURRENT_ACTIVITIES,
    ...SHUTDOWN_AND_HEARTBEATS,
  });
}
