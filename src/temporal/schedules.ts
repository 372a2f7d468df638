import {
  isGrpcServiceError,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  ScheduleOverlapPolicy,
  type Client,
  type ScheduleDescription,
  type ScheduleOptions,
} from '@temporalio/client';
import type { Config } from '../config/config.js';

/** A job that runs by itself. */
export interface ScheduleDefinition {
  readonly scheduleId: string;
  readonly cron: string;
  /** Where the cron comes from, for who has to correct it. */
  readonly setBy: string;
  readonly workflowType: string;
  readonly args: readonly unknown[];
  readonly summary: string;
}

export const SCHEDULE_IDS = ['ingest-hourly', 'retention-daily'] as const;
export type ScheduleId = (typeof SCHEDULE_IDS)[number];

/** A quiet hour, and not the minute at which everybody's jobs begin. */
const RETENTION_CRON = '37 3 * * *';

/** The jobs that a configuration asks for. */
export function scheduleDefinitions({ ingestCron, pollRetentionDays }: Config): ScheduleDefinition[] {
  const ingestion = {
    scheduleId: 'ingest-hourly',
    cron: ingestCron,
    setBy: 'INGEST_CRON',
    workflowType: 'ingestFolder',
    args: [],
    summary: 'Imports what is new in the data folder',
  };
  if (pollRetentionDays === undefined) return [ingestion];
  const retention = {
    scheduleId: 'retention-daily',
    cron: RETENTION_CRON,
    setBy: 'POLL_RETENTION_DAYS',
    workflowType: 'dropOldPolls',
    args: [pollRetentionDays],
    summary: `Drops months of polls that ended more than ${pollRetentionDays} days ago`,
  };
  return [ingestion, retention];
}

/** gRPC's code: https://grpc.io/docs/guides/status-codes/ */
const INVALID_ARGUMENT = 3;

/**
 * A run that would begin while another goes on is skipped: that one sees the same folder. After an outage of the server
 * every missed run is due at once, and all but the first are skipped for the same reason: one catch-up run, or the one that
 * was under way.
 */
const POLICIES = { overlap: ScheduleOverlapPolicy.SKIP, catchupWindow: '365 days' } as const;

/**
 * Makes the schedules that a configuration asks for, brings those there are up to date, and removes what is no longer asked
 * for. A pause survives. Several workers may do so at once.
 * @throws {Error} where the server refuses a cron
 */
export async function ensureSchedules(client: Client, config: Config): Promise<void> {
  const definitions = scheduleDefinitions(config);
  for (const definition of definitions) await ensure(client, toOptions(definition, config), definition);
  const unwanted = SCHEDULE_IDS.filter((id) => definitions.every(({ scheduleId }) => scheduleId !== id));
  for (const id of unwanted) await unlessMissing(client.schedule.getHandle(id).delete());
}

async function ensure(client: Client, options: ScheduleOptions, definition: ScheduleDefinition): Promise<void> {
  const { cron, setBy, summary } = definition;
  // The server would take what follows for a comment: every Monday for "0 0 * * MON#2".
  if (cron.includes('#')) {
    throw new Error(`${setBy} is "${cron}": Temporal takes what follows "#" for a comment; name the days otherwise`);
  }
  try {
    await client.schedule.create(options).catch(async (error: unknown) => {
      if (!(error instanceof ScheduleAlreadyRunning)) throw error;
      const { spec, action, policies } = options;
      await client.schedule.getHandle(options.scheduleId).update(({ state }) => ({
        spec,
        action,
        ...(policies && { policies }),
        state: state.paused ? state : { ...state, note: summary },
      }));
    });
  } catch (error) {
    const reason = refusalOf(error);
    if (reason === null) throw error;
    throw new Error(`${setBy} is "${cron}": the Temporal server does not take it (${reason})`, { cause: error });
  }
}

/** What the server found wrong. The SDK throws a TypeError for it, but not over a worker's connection. */
function refusalOf(error: unknown): string | null {
  if (error instanceof TypeError) return error.message;
  const cause = Error.isError(error) ? error.cause : undefined;
  if (!isGrpcServiceError(cause)) return null;
  const code: number = cause.code;
  return code === INVALID_ARGUMENT ? cause.details || cause.message : null;
}

function toOptions(
  { scheduleId, cron, workflowType, args, summary }: ScheduleDefinition,
  { taskQueue }: Config,
): ScheduleOptions {
  return {
    scheduleId,
    // The server keeps calendars, not crons; what follows "#" it keeps as it is.
    spec: { cronExpressions: [`${cron} # ${cron}`], timezone: 'UTC' },
    action: {
      type: 'startWorkflow',
      workflowId: scheduleId,
      workflowType,
      taskQueue,
      args: [...args],
      staticSummary: summary,
    },
    policies: POLICIES,
    state: { note: summary },
  };
}

/** The cron that a schedule runs at, as it was written. */
export function cronOf({ spec }: ScheduleDescription): string {
  return spec.calendars?.[0]?.comment ?? '';
}

/** Null where there is no such schedule. */
export async function unlessMissing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}
