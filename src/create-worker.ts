import { fileURLToPath } from 'node:url';
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { createActivities } from '../activities/index.js';
import { DEFAULT_CHUNKING } from '../activities/reports/report-activities.js';
import type { Clock } from './clock.js';
import type { Config } from './config/config.js';
import type { Database } from './persistence/connection/database.js';
import { ReportFiles } from './files/report-files.js';
import { UploadFiles } from './files/upload-files.js';
import { AuditEventRepository } from './persistence/access/audit-event.repository.js';
import { ImportRepository } from './persistence/imports/import.repository.js';
import { SourceFileRepository } from './persistence/imports/source-file.repository.js';
import { ReportedAttributesRepository } from './persistence/groups/reported-attributes.repository.js';
import { PollRepository } from './persistence/polls/poll.repository.js';
import type { ChunkingOptions } from './persistence/reports/report-plan.js';
import { ReportRepository } from './persistence/reports/report.repository.js';
import { ReportGroupSumRepository } from './persistence/reports/rows/report-group-sum.repository.js';
import { ReportRowRepository } from './persistence/reports/rows/report-row.repository.js';
import { TemporalClient, temporalClientOptions } from './temporal/client.js';

/** One activity computes on the process's core; the others wait for the database meanwhile. */
export const MAX_CONCURRENT_ACTIVITIES = 4;

/** Steps of workflows, which take milliseconds. */
export const MAX_CONCURRENT_LOCAL_ACTIVITIES = 4;

const SHUTDOWN_AND_HEARTBEATS = {
  /** After a stop request, activities may finish within this time. Then they are cancelled and run on another worker. */
  shutdownGraceTime: '5 seconds',
  /** Then the worker ends although an activity does not end, such as a merge; its transaction is rolled back. */
  shutdownForceTime: '20 seconds',
  /** By default, the SDK delays heartbeats until most of their timeout has passed. */
  maxHeartbeatThrottleInterval: '3 seconds',
} satisfies Partial<WorkerOptions>;

/** Built by bin/bundle-workflows.js; bundling at start would take seconds. */
export const WORKFLOW_BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

export interface WorkerDependencies {
  readonly config: Config;
  readonly connection: NativeConnection;
  readonly database: Database;
  readonly clock: Clock;
  readonly chunking?: ChunkingOptions;
}

/** Creates a worker for all workflows and activities. It does not run yet. */
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
      sourceFiles: new SourceFileRepository(database),
      polls: new PollRepository(database),
      reports: new ReportRepository(database),
      reportRows: new ReportRowRepository(database),
      groupSums: new ReportGroupSumRepository(database),
      attributes: new ReportedAttributesRepository(database),
      auditEvents: new AuditEventRepository(database),
      dataDir: config.dataDir,
      uploadFiles: new UploadFiles(config.uploadsDir),
      unpackedLimitBytes: config.uploadLimitBytes,
      reportFiles: new ReportFiles(config.reportsDir),
      workflows: new TemporalClient(temporalClientOptions(config), connection),
      chunking,
      clock,
    }),
    maxConcurrentActivityTaskExecutions: MAX_CONCURRENT_ACTIVITIES,
    maxConcurrentLocalActivityExecutions: MAX_CONCURRENT_LOCAL_ACTIVITIES,
    ...SHUTDOWN_AND_HEARTBEATS,
  });
}
