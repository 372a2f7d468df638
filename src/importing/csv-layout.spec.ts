import { describe, expect, it } from '@jest/globals';
import { detectLayout, UnreadableFileError } from './csv-layout.js';

describe('a CSV is recognized by its header', () => {
  it.each([
    [['store_id', 'status', 'timestamp_utc'], 'polls', [0, 2, 1]],
    [['timestamp_utc', 'store_id', 'status'], 'polls', [1, 0, 2]],
    [['store_id', 'day', 'start_time_local', 'end_time_local'], 'business-hours', [0, 1, 2, 3]],
    [['store_id', 'day_of_week', 'start_time_local', 'end_time_local'], 'business-hours', [0, 1, 2, 3]],
    [['end_time_local', 'dayOfWeek', 'start_time_local', 'store_id'], 'business-hours', [3, 1, 2, 0]],
    [['timezone_str', 'store_id'], 'time-zones', [1, 0]],
    [[' Store_ID ', 'TIMEZONE_STR'], 'time-zones', [0, 1]],
  ] as const)('%j is of %s', (header, kind, positions) => {
    expect(detectLayout(header)).toEqual({ kind, positions });
  });

  it.each([
    [['id', 'status', 'timestamp_utc']],
    [['store_id', 'status']],
    [['store_id', 'status', 'timestamp_utc', 'source']],
    [['store_id', 'store_id', 'timezone_str']],
    [['8419537941919820732', 'active', '2023-01-22 12:09:39.388884 UTC']],
  ])('%j is refused, with what was expected', (header) => {
    expect(() => detectLayout(header)).toThrow(UnreadableFileError);
    expect(() => detectLayout(header)).toThrow(/Expected columns, .*: for polls store_id, timestamp_utc and status;/);
  });

  it('a header of any length makes a readable message', () => {
    expect(() => detectLayout(['x'.repeat(1_000_000)])).toThrow(/^.{0,600}$/);
  });
});
