import { describe, expect, it } from '@jest/globals';
import { declaredSeparator, detectLayout, UnreadableFileError } from './csv-layout.js';

describe('a CSV is recognized by its header', () => {
  it.each([
    ['store_id,status,timestamp_utc', 'polls', [0, 2, 1]],
    ['timestamp_utc,store_id,status', 'polls', [1, 0, 2]],
    ['store_id,day,start_time_local,end_time_local', 'business-hours', [0, 1, 2, 3]],
    ['store_id,day_of_week,start_time_local,end_time_local', 'business-hours', [0, 1, 2, 3]],
    ['end_time_local,dayOfWeek,start_time_local,store_id', 'business-hours', [3, 1, 2, 0]],
    ['timezone_str,store_id', 'time-zones', [1, 0]],
    [' Store_ID ,TIMEZONE_STR', 'time-zones', [0, 1]],
    ['store_id, "timestamp_utc", "status"', 'polls', [0, 1, 2]],
    ['storeId,Day of Week,start_time,end_time', 'business-hours', [0, 1, 2, 3]],
    ['storeId,timezone', 'time-zones', [0, 1]],
    ['store_id,date,start_time_local,end_time_local', 'special-hours', [0, 1, 2, 3]],
    ['reason,store_id,date,start_time,end_time', 'special-hours', [1, 2, 3, 4, 0, -1]],
    ['group,date,start_time,end_time', 'special-hours', [-1, 1, 2, 3, -1, 0]],
    ['store-id,timestamp,status', 'polls', [0, 1, 2]],
  ] as const)('%j is of %s', (header, kind, positions) => {
    expect(detectLayout(header)).toMatchObject({ kind, positions, separator: ',', ignoredColumns: [] });
  });

  it.each([';', '\t', '|'])('with the separator %j', (separator) => {
    const header = ['store_id', 'timestamp_utc', 'status'].join(separator);
    expect(detectLayout(header)).toMatchObject({ kind: 'polls', separator, positions: [0, 1, 2], width: 3 });
  });

  it.each([
    ['store_id,status,timestamp_utc,region', [0, 2, 1], 4, ['region']],
    [',store_id,status,timestamp_utc', [1, 3, 2], 4, ['column 1']],
    ['store_id,timestamp_utc,status,', [0, 1, 2], 3, []],
    ['store_id,timestamp_utc,timestamp,status', [0, 1, 3], 4, ['timestamp']],
  ])('among other columns, as in %j', (header, positions, width, ignoredColumns) => {
    expect(detectLayout(header)).toMatchObject({ kind: 'polls', positions, width, ignoredColumns });
  });

  it.each([
    'id,status,timestamp_utc',
    'store_id,status',
    '8419537941919820732,active,2023-01-22 12:09:39.388884 UTC',
    '"store_id,status,timestamp_utc',
  ])('%j is refused, with what was expected', (header) => {
    expect(() => detectLayout(header)).toThrow(UnreadableFileError);
    expect(() => detectLayout(header)).toThrow(/Expected columns, .*: for polls store_id, timestamp_utc and status;/);
  });

  it('a column that is there twice is refused by name', () => {
    expect(() => detectLayout('store_id,Store ID,timezone_str')).toThrow(/the column "store_id" twice/);
  });

  it('a header of any length makes a readable message', () => {
    expect(() => detectLayout('x'.repeat(1_000_000))).toThrow(/^.{0,700}$/);
  });
});

describe('a first line that declares the separator', () => {
  it.each([
    ['sep=;', ';'],
    ['SEP=,', ','],
    ['"sep=|"', '|'],
    ['sep=', null],
    ['store_id;status', null],
  ])('is read from %j', (line, separator) => {
    expect(declaredSeparator(line)).toBe(separator);
  });
});
