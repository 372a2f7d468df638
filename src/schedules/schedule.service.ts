import { Inject, Injectable } from '@nestjs/common';
import {
  WorkflowNotFoundError,
  type Client,
  type ScheduleDescription,
  type ScheduleHandle,
  type WorkflowExecutionStatusName,
} from '@temporalio/client';
import { AuditTrail } from '../access/audit/audit-trail.js';
import type { Clock } from '../clock.js';
import type { Caller } from '../domain/access/caller.js';
import { DAY, formatInstant } from '../domain/time/instant.js';
import { Problem } from '../http/problems/problem.js';
import { CLOCK } from '../tokens.js';
import { TemporalClient } from '../temporal/client.js';
import { RUN_POLICIES, SCHEDULE_IDS, type ScheduleId } from '../temporal/schedule-definitions.js';
import { cronOf, nullIfNotFound } from '../temporal/schedules.js';
import type { BackfillRequest, RunStatus, ScheduleDto } from './schedule.dto.js';

const MAX_RUNS = 10;

const MAX_BACKFILL = 31 * DAY;

const STATUSES: Partial<Record<WorkflowExecutionStatusName, RunStatus>> = {
  RUNNING: 'Running',
  COMPLETED: 'Completed',
  FAILED: 'Failed',
  CANCELLED: 'Cancelled',
  TERMINATED: 'Terminated',
  TIMED_OUT: 'TimedOut',
  CONTINUED_AS_NEW: 'ContinuedAsNew',
  PAUSED: 'Paused',
};

@Injectable()
export class ScheduleService {
  constructor(
    private readonly temporal: TemporalClient,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Returns the schedules that exist; workers create them. */
  async list(): Promise<ScheduleDto[]> {
    const described = await Promise.all(SCHEDULE_IDS.map((id) => this.find(id)));
    return described.filter((schedule) => schedule !== null);
  }

  async get(scheduleId: string): Promise<ScheduleDto> {
    const known = SCHEDULE_IDS.find((id) => id === scheduleId);
    const schedule = known === undefined ? null : await this.find(known);
    if (schedule !== null) return schedule;
    throw new Problem(
      404,
      `There is no schedule ${JSON.stringify(scheduleId)}. There can be ${SCHEDULE_IDS.join(', ')}; workers make them when they start.`,
    );
  }

  async pause(scheduleId: string, note: string | undefined, caller: Caller): Promise<ScheduleDto> {
    await this.get(scheduleId);
    await this.record(caller, 'pause', scheduleId, note === undefined ? null : { note });
    await this.change(scheduleId, (schedule) => schedule.pause(note ?? 'Paused over HTTP'));
    return this.get(scheduleId);
  }

  async resume(scheduleId: string, caller: Caller): Promise<ScheduleDto> {
    await this.get(scheduleId);
    await this.record(caller, 'resume', scheduleId, null);
    await this.change(scheduleId, async (schedule) => {
      const { action } = await schedule.describe();
      await schedule.unpause(action.staticSummary ?? 'Resumed over HTTP');
    });
    return this.get(scheduleId);
  }

  /** Starts the runs that were due in a past period, one by one. */
  async backfill(scheduleId: string, { from, to }: BackfillRequest, caller: Caller): Promise<ScheduleDto> {
    const { overlap } = await this.get(scheduleId);
    if (overlap === 'skip') {
      throw new Problem(422, `Of runs of ${scheduleId} that were missed, one stands for all: trigger it instead.`);
    }
    const now = this.clock();
    if (!(from < to && to <= now && to - from <= MAX_BACKFILL)) {
      throw new Problem(
        422,
        `from must be before to, to not after ${formatInstant(now)}, and both at most 31 days apart.`,
      );
    }
    const period = { from: formatInstant(from), to: formatInstant(to) };
    await this.record(caller, 'backfill', scheduleId, period);
    const [start, end] = [new Date(from / 1000), new Date(to / 1000)];
    await this.change(scheduleId, (schedule) => schedule.backfill({ start, end, overlap: 'BUFFER_ALL' }));
    return this.get(scheduleId);
  }

  /** Starts a run now, also of a paused schedule, unless a running one does the same. */
  async trigger(scheduleId: string, caller: Caller): Promise<ScheduleDto> {
    const { overlap, recentRuns } = await this.get(scheduleId);
    const [latest] = recentRuns;
    if (overlap === 'skip' && latest?.status === 'Running') {
      throw new Problem(
        409,
        `${scheduleId} is running already, as ${latest.workflowId}. It is never run twice at once.`,
      );
    }
    await this.record(caller, 'trigger', scheduleId, null);
    await this.change(scheduleId, (schedule) =>
      schedule.trigger(RUN_POLICIES[scheduleId as ScheduleId].policies.overlap),
    );
    return this.get(scheduleId);
  }

  private async record(caller: Caller, action: string, scheduleId: string, after: object | null): Promise<void> {
    await this.audit.record(caller, { action, entity: 'schedule', entityId: scheduleId, after });
  }

  private async find(scheduleId: ScheduleId): Promise<ScheduleDto | null> {
    return this.temporal.run(async (client) => {
      const described = await nullIfNotFound(client.schedule.getHandle(scheduleId).describe());
      return described === null ? null : describe(client, scheduleId, described);
    });
  }

  private async change(scheduleId: string, change: (schedule: ScheduleHandle) => Promise<void>): Promise<void> {
    await this.temporal.run((client) => change(client.schedule.getHandle(scheduleId)));
  }
}

async function describe(
  client: Client,
  scheduleId: ScheduleId,
  description: ScheduleDescription,
): Promise<ScheduleDto> {
  const { state, info } = description;
  const policy = RUN_POLICIES[scheduleId];
  const newestFirst = [...info.recentActions].reverse().slice(0, MAX_RUNS);
  return {
    scheduleId,
    cron: cronOf(description),
    paused: state.paused,
    note: state.note ?? null,
    overlap: policy.overlap,
    catchUp: policy.catchUp,
    nextRuns: info.nextActionTimes.map(formatDate),
    recentRuns: await Promise.all(
      newestFirst.map(async ({ scheduledAt, takenAt, action: { workflow } }) => ({
        scheduledAt: formatDate(scheduledAt),
        startedAt: formatDate(takenAt),
        workflowId: workflow.workflowId,
        status: await statusOf(client, workflow.workflowId),
      })),
    ),
  };
}

async function statusOf(client: Client, workflowId: string): Promise<RunStatus> {
  try {
    const { status } = await client.workflow.getHandle(workflowId).describe();
    return STATUSES[status.name] ?? null;
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

function formatDate(date: Date): string {
  return formatInstant(date.getTime() * 1000);
}
