import type { Client } from '@temporalio/client';
import { reportWorkflowId } from '../../src/domain/reports/report-workflow.js';

/** Where the seconds of a report went, by the history of its workflow. */
export interface ReportParts {
  /** From the start of the workflow to that of the first chunk. */
  readonly untilFirstChunk: number;
  /** From the start of the first chunk to the end of the last one. */
  readonly chunks: number;
  /** Of the chunks, added up: several are under way at once. */
  readonly reading: number;
  readonly computing: number;
  readonly writingRows: number;
  /** None if it was written by a local activity, of which the history has no times. */
  readonly csv: number;
  /** When no activity was under way, or a local one. */
  readonly temporal: number;
}

export const PARTS = ['untilFirstChunk', 'chunks', 'reading', 'computing', 'writingRows', 'csv', 'temporal'] as const;

interface ActivityRun {
  readonly name: string;
  readonly starts: number;
  readonly ends: number;
  readonly result: Readonly<Record<string, number>>;
}

type HistoryEvent = NonNullable<
  Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['fetchHistory']>>['events']
>[number];

/** Reads the parts of a report whose workflow has ended. */
export async function readParts(temporal: Client, reportId: string): Promise<ReportParts> {
  const handle = temporal.workflow.getHandle(reportWorkflowId(reportId));
  const events = (await handle.fetchHistory()).events ?? [];
  const runs = activityRuns(events);
  const until = runs.find(({ name }) => name === 'completeReport')?.ends ?? secondOf(events.at(-1)!);
  const chunks = runs.filter(({ name }) => name === 'computeChunk');
  const [begins, firstChunk] = [secondOf(events[0]!), Math.min(...chunks.map(({ starts }) => starts))];
  const sum = (part: string) => chunks.reduce((total, { result }) => total + (result[part] ?? 0), 0) / 1000;
  return {
    untilFirstChunk: firstChunk - begins,
    chunks: Math.max(...chunks.map(({ ends }) => ends)) - firstChunk,
    reading: sum('readingMs'),
    computing: sum('computingMs'),
    writingRows: sum('writingMs'),
    csv: runs
      .filter(({ name }) => name === 'assembleCsv')
      .reduce((total, { starts, ends }) => total + ends - starts, 0),
    temporal: until - begins - secondsCovered(runs.filter(({ ends }) => ends <= until)),
  };
}

function activityRuns(events: readonly HistoryEvent[]): ActivityRun[] {
  const byId = new Map(events.map((event) => [String(event.eventId), event]));
  return events.flatMap((event): ActivityRun[] => {
    const completed = event.activityTaskCompletedEventAttributes;
    if (completed == null) return [];
    const scheduled = byId.get(String(completed.scheduledEventId))?.activityTaskScheduledEventAttributes;
    const data = completed.result?.payloads?.[0]?.data;
    const result = data == null || data.length === 0 ? null : (JSON.parse(Buffer.from(data).toString()) as unknown);
    return [
      {
        name: scheduled?.activityType?.name ?? '',
        starts: secondOf(byId.get(String(completed.startedEventId))!),
        ends: secondOf(event),
        result: (typeof result === 'object' && result !== null ? result : {}) as Record<string, number>,
      },
    ];
  });
}

function secondOf({ eventTime }: HistoryEvent): number {
  return Number(eventTime?.seconds) + (eventTime?.nanos ?? 0) / 1e9;
}

function secondsCovered(runs: readonly ActivityRun[]): number {
  let [covered, done] = [0, -Infinity];
  for (const { starts, ends } of [...runs].sort((a, b) => a.starts - b.starts)) {
    covered += Math.max(0, ends - Math.max(starts, done));
    done = Math.max(done, ends);
  }
  return covered;
}
