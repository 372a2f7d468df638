import {
  isGrpcServiceError,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type Client,
  type ScheduleDescription,
  type ScheduleOptions,
} from '@temporalio/client';
import type { Config } from '../config/config.js';
import { RUN_POLICIES, SCHEDULE_IDS, scheduleDefinitions, type ScheduleDefinition } from './schedule-definitions.js';

/** gRPC's code: https://grpc.io/docs/guides/status-codes/ */
const INVALID_ARGUMENT = 3;

/**
 * Makes the schedules that a configuration asks for, brings those there are up to date, and removes what is no longer asked
 * for. A pause survives. Several workers may do so at once.
 * @throws {Error} where the server refuses a cron
 */
export async function ensureSchedules(client: Client, config: Config): Promise<void> {
  const definitions = scheduleDefinitions(config);
  for (const definition of definitions) await ensure(client, toOptions(definition, config), definition);
  const unwanted = SCHEDULE_IDS.filter((id) => definitions.every(({ scheduleId }) => scheduleId !== id));
  for (const id of unwanted) await nullIfNotFound(client.schedule.getHandle(id).delete());
}

async function ensure(client: Client, options: ScheduleOptions, definition: ScheduleDefinition): Promise<void> {
  const { cron, configVariable, summary } = definition;
  // The server would take what follows for a comment: every Monday for "0 0 * * MON#2".
  if (cron.includes('#')) {
    throw new Error(
      `${configVariable} is "${cron}": Temporal takes what follows "#" for a comment; name the days otherwise`,
    );
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
    const reason = rejectionReason(error);
    if (reason === null) throw error;
    throw new Error(`${configVariable} is "${cron}": the Temporal server does not take it (${reason})`, {
      cause: error,
    });
  }
}

/** What the server found wrong. The SDK throws a TypeError for it, but not over a worker's connection. */
function rejectionReason(error: unknown): string | null {
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
    policies: RUN_POLICIES[scheduleId].policies,
    state: { note: summary },
  };
}

/** The cron that a schedule runs at, as it was written. */
export function cronOf({ spec }: ScheduleDescription): string {
  return spec.calendars?.[0]?.comment ?? '';
}

/** Null where there is no such schedule. */
export async function nullIfNotFound<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}
