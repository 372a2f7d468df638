import {
  isGrpcServiceError,
  ScheduleAlreadyRunning,
  ScheduleNotFoundError,
  type Client,
  type ScheduleDescription,
  type ScheduleOptions,
} from '@temporalio/client';
import type { Config } from '../config/config.js';
import { GRPC_STATUS, grpcStatusOf } from './grpc-errors.js';
import { RUN_POLICIES, SCHEDULE_IDS, scheduleDefinitions, type ScheduleDefinition } from './schedule-definitions.js';

/**
 * Creates the configured schedules, updates existing ones, and deletes those that are no longer configured. A paused schedule
 * stays paused. Several workers may do so at once.
 * @throws {Error} if the server rejects a cron expression
 */
export async function ensureSchedules(client: Client, config: Config): Promise<void> {
  const definitions = scheduleDefinitions(config);
  for (const definition of definitions) await ensure(client, toOptions(definition, config), definition);
  const unwanted = SCHEDULE_IDS.filter((id) => definitions.every(({ scheduleId }) => scheduleId !== id));
  for (const id of unwanted) await nullIfNotFound(client.schedule.getHandle(id).delete());
}

async function ensure(client: Client, options: ScheduleOptions, definition: ScheduleDefinition): Promise<void> {
  const { cron, configVariable, summary } = definition;
  // The server takes the rest for a comment: "0 0 * * MON#2" would run every Monday.
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

/** Why the server rejected a cron; null for other errors. The SDK throws a TypeError, but not over a worker's connection. */
function rejectionReason(error: unknown): string | null {
  if (error instanceof TypeError) return error.message;
  const cause = Error.isError(error) ? error.cause : undefined;
  if (!isGrpcServiceError(cause)) return null;
  return grpcStatusOf(cause) === GRPC_STATUS.INVALID_ARGUMENT ? cause.details || cause.message : null;
}

function toOptions(
  { scheduleId, cron, workflowType, args, summary }: ScheduleDefinition,
  { taskQueue }: Config,
): ScheduleOptions {
  return {
    scheduleId,
    // The server stores calendars, not crons, but it keeps the comment after "#" as it is.
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

/** Returns the cron of a schedule as it was configured. */
export function cronOf({ spec }: ScheduleDescription): string {
  return spec.calendars?.[0]?.comment ?? '';
}

/** Returns null if the schedule of a request does not exist. */
export async function nullIfNotFound<T>(request: Promise<T>): Promise<T | null> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ScheduleNotFoundError) return null;
    throw error;
  }
}
