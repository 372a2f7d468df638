import type { Client } from '@temporalio/client';
import { z } from 'zod';
import { reportWorkflowId } from '../../src/domain/reports/report-workflow.js';
import type { MadeReport } from '../measure-product.js';

/** Where the seconds of a report went, by what its subscriber heard and by the history of its workflow. */
export interface ReportParts {
  /** From the trigger until the stores are planned. */
  readonly planning: number;
  /** Until all stores are computed. */
  readonly chunks: number;
  /** Of the chunks, added up: several are under way at once. */
  readonly reading: number;
  readonly computing: number;
  readonly writingRows: number;
  /** Until the report is complete. */
  readonly csv: number;
  /** When the report waited for Temporal: no worker had a task of it. */
  readonly temporal: number;
}

export const PARTS = ['planning', 'chunks', 'reading', 'computing', 'writingRows', 'csv', 'temporal'] as const;

/** A time at which a worker had a task. */
interface TaskTime {
  readonly starts: number;
  readonly ends: number;
}

const timesSchema = z.object({ readingMs: z.number(), computingMs: z.number(), writingMs: z.number() });

const markerSchema = z.object({ activity_type: z.string() });

interface Payloads {
  readonly payloads?: readonly { readonly data?: Uint8Array | null }[] | null;
}

type HistoryEvent = NonNullable<
  Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>['events']
>[number];

/** Waits until the workflow of a report has ended, which sums its groups after it is complete, and reads the parts of the report. */
export async function readParts(temporal: Client, report: MadeReport): Promise<ReportParts> {
  const workflow = temporal.workflow.getHandle(reportWorkflowId(report.reportId));
  await workflow.result();
  const events = (await workflow.fetchHistory()).events ?? [];
  const chunks = chunkTimes(events);
  const sum = (part: keyof (typeof chunks)[number]) => chunks.reduce((total, times) => total + times[part], 0) / 1000;
  return {
    planning: (report.computing - report.requested) / 1000,
    chunks: (report.assembling - report.computing) / 1000,
    reading: sum('readingMs'),
    computing: sum('computingMs'),
    writingRows: sum('writingMs'),
    csv: (report.complete - report.assembling) / 1000,
    temporal: secondsWithoutTask(events),
  };
}

/** What each chunk says of its time, as an activity or as a local one, which is a marker. */
function chunkTimes(events: readonly HistoryEvent[]): z.infer<typeof timesSchema>[] {
  const byId = eventsById(events);
  return events.flatMap((event) => {
    const completed = event.activityTaskCompletedEventAttributes;
    const scheduled = byId.get(String(completed?.scheduledEventId))?.activityTaskScheduledEventAttributes;
    const { data, result } = event.markerRecordedEventAttributes?.details ?? {};
    const name = scheduled?.activityType?.name ?? markerSchema.safeParse(valueOf(data)).data?.activity_type;
    return name === 'computeChunk' ? [timesSchema.parse(valueOf(completed?.result ?? result))] : [];
  });
}

function valueOf(payloads: Payloads | null | undefined): unknown {
  const data = payloads?.payloads?.[0]?.data;
  return data == null || data.length === 0 ? null : JSON.parse(Buffer.from(data).toString());
}

/** Up to the workflow task after which the report is complete. */
function secondsWithoutTask(events: readonly HistoryEvent[]): number {
  const byId = eventsById(events);
  const tasks = events.flatMap((event): TaskTime[] => {
    const completed = event.workflowTaskCompletedEventAttributes ?? event.activityTaskCompletedEventAttributes;
    if (completed == null) return [];
    return [{ starts: secondOf(byId.get(String(completed.startedEventId))!), ends: secondOf(event) }];
  });
  const sums = events.find(
    (event) => event.activityTaskScheduledEventAttributes?.activityType?.name === 'keepGroupSums',
  );
  const end = secondOf(sums ?? events.at(-1)!);
  const begin = secondOf(events[0]!);
  return end - begin - secondsCovered(tasks.filter(({ ends }) => ends <= end));
}

function eventsById(events: readonly HistoryEvent[]): ReadonlyMap<string, HistoryEvent> {
  return new Map(events.map((event) => [String(event.eventId), event]));
}

function secondOf({ eventTime }: HistoryEvent): number {
  return Number(eventTime?.seconds) + (eventTime?.nanos ?? 0) / 1e9;
}

function secondsCovered(tasks: readonly TaskTime[]): number {
  let [covered, done] = [0, -Infinity];
  for (const { starts, ends } of [...tasks].sort((a, b) => a.starts - b.starts)) {
    covered += Math.max(0, ends - Math.max(starts, done));
    done = Math.max(done, ends);
  }
  return covered;
}
