import type { Import, Report, ReportDetail, Schedule } from '../../api/types.gen.js';

export interface Sources {
  readonly failedReports: readonly Report[];
  /** The newest complete report; null if there is none. */
  readonly newestReport: Pick<ReportDetail, 'reportId' | 'stale' | 'changed'> | null;
  readonly failedImports: readonly Import[];
  readonly importsWithRejects: readonly Import[];
  readonly schedules: readonly Schedule[];
}

export interface HandItem {
  readonly id: string;
  readonly href: string;
  readonly what: string;
  readonly why: string;
}

/** Returns what waits for a person, and why. */
export function listWhatNeedsAHand(sources: Sources): HandItem[] {
  const { failedReports, newestReport, failedImports, importsWithRejects, schedules } = sources;
  return [
    ...failedReports.map(({ reportId, error }) => ({
      id: reportId,
      href: `/ui/reports/${reportId}`,
      what: 'A report failed',
      why: error ?? '',
    })),
    ...failedImports.map(({ importId, fileName, error }) => ({
      id: importId,
      href: `/ui/data/${importId}`,
      what: `${fileName} could not be imported`,
      why: error ?? '',
    })),
    ...importsWithRejects.map(({ importId, fileName, rejected, rejectReasons }) => ({
      id: `rejects ${importId}`,
      href: `/ui/data/${importId}`,
      what: `${count(rejected, 'row')} of ${fileName} rejected`,
      why: rejectReasons[0]?.reason ?? '',
    })),
    ...schedules
      .filter(({ paused }) => paused)
      .map(({ scheduleId, note }) => ({
        id: scheduleId,
        href: '/ui/data',
        what: `The schedule ${scheduleId} is paused`,
        why: note ?? '',
      })),
    ...(newestReport?.stale === true ? [describeStale(newestReport)] : []),
  ];
}

function describeStale({ reportId, changed }: NonNullable<Sources['newestReport']>): HandItem {
  const { polls = 0, stores = 0 } = changed ?? {};
  const parts = [...(polls > 0 ? [count(polls, 'poll')] : []), ...(stores > 0 ? [count(stores, 'store')] : [])];
  return {
    id: `stale ${reportId}`,
    href: `/ui/reports/${reportId}`,
    what: 'The newest report is out of date',
    why: `New or changed since: ${parts.join(' and ')}.`,
  };
}

function count(number: number, thing: string): string {
  return `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;
}
