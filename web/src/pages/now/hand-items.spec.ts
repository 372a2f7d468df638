import { describe, expect, it } from '@jest/globals';
import type { Import, Report, Schedule } from '../../api/types.gen.js';
import { listWhatNeedsAHand, type Sources } from './hand-items.js';

const NOTHING: Sources = {
  failedReports: [],
  newestReport: null,
  failedImports: [],
  importsWithRejects: [],
  schedules: [],
};

const listed = (sources: Partial<Sources>) => listWhatNeedsAHand({ ...NOTHING, ...sources });

describe('what needs a hand', () => {
  it('is nothing while everything runs by itself', () => {
    const running = { scheduleId: 'report-hourly', paused: false } as Schedule;
    expect(listed({ schedules: [running], newestReport: { reportId: 'r', stale: false, changed: null } })).toEqual([]);
  });

  it('is a failed report, with the reason and where it is', () => {
    const report = { reportId: 'r', error: 'the disk is full' } as Report;
    expect(listed({ failedReports: [report] })).toMatchObject([{ href: '/ui/reports/r', why: 'the disk is full' }]);
  });

  it('is a file with rejected rows, with the most frequent reason', () => {
    const rejectReasons = [{ reason: 'no such zone', count: 2, example: { line: 3, row: 'a' } }];
    const imported = { importId: 'i', fileName: 'zones.csv', rejected: 2, rejectReasons } as unknown as Import;
    expect(listed({ importsWithRejects: [imported] })).toMatchObject([
      { what: '2 rows of zones.csv rejected', why: 'no such zone' },
    ]);
  });

  it('is a schedule that somebody paused, with the note', () => {
    const paused = { scheduleId: 'report-hourly', paused: true, note: 'while the feed moves' } as Schedule;
    expect(listed({ schedules: [paused] })).toMatchObject([{ why: 'while the feed moves' }]);
  });

  it('is the newest report if its data have changed, with how much', () => {
    const newestReport = { reportId: 'r', stale: true, changed: { polls: 1, stores: 3 } };
    expect(listed({ newestReport })).toMatchObject([{ why: 'New or changed since: 1 poll and 3 stores.' }]);
  });
});
