import { beforeEach, describe, expect, it } from '@jest/globals';
import { PollRepository } from '../../src/persistence/polls/poll.repository.js';
import type { Import } from '../../src/persistence/imports/import.entity.js';
import { StoreWriteRepository } from '../../src/persistence/stores/store-write.repository.js';
import { BY_TEST, importText, instant, NOW, polls, rowsOf } from '../support/data/importing.js';
import { useDatabase } from '../support/system/use-database.js';

const on = useDatabase({ perTest: true });

const file = (...rows: string[]) =>
  importText(on.database, ['store_id,timestamp_utc,status,reason', ...rows, ''].join('\n'));

const NOON = '2023-01-22 12:00:00 UTC';

/** The current reasons, each with its store and hour. */
const current = async () =>
  (
    await rowsOf(
      on.database,
      `select external_id, to_char(at at time zone 'UTC', 'HH24'), poll_reason.reason
       from poll_reason join store on key = store_key
       where until_version is null order by external_id, at`,
    )
  ).map((row) => row.join('|'));

const counts = ({ inserted, unchanged, corrected, rejected }: Import) => [inserted, unchanged, corrected, rejected];

describe('the reasons of polls', () => {
  let first: Import;

  beforeEach(async () => {
    first = await file(
      `a,${NOON},inactive, paused by staff `,
      `b,${NOON},inactive,"tablet, offline"`,
      `c,${NOON},inactive,`,
      'a,2023-01-22 13:00:00 UTC,active,',
    );
  });

  it('come with a file that has such a column, for the rows that have one', async () => {
    expect(counts(first)).toEqual([4, 0, 0, 0]);
    expect(await current()).toEqual(['a|12|paused by staff', 'b|12|tablet, offline']);
  });

  it('stay if the poll is delivered again without one', async () => {
    const again = await importText(on.database, polls(`a,${NOON},inactive`));
    expect(counts(again)).toEqual([0, 1, 0, 0]);
    expect(again.dataVersion ?? null).toBeNull();
    expect(await current()).toEqual(['a|12|paused by staff', 'b|12|tablet, offline']);
  });

  it('change nothing if they are delivered again', async () => {
    const again = await file(`a,${NOON},inactive,paused by staff`);
    expect(counts(again)).toEqual([0, 1, 0, 0]);
    expect(again.dataVersion ?? null).toBeNull();
  });

  it('are corrected by a later file, and stay known as of the earlier data version', async () => {
    const later = await file(`a,${NOON},inactive,no driver`, `c,${NOON},inactive,kitchen fire`);
    expect(counts(later)).toEqual([0, 0, 2, 0]);
    expect(later.dataVersion).toBe(2);
    expect(await current()).toEqual(['a|12|no driver', 'b|12|tablet, offline', 'c|12|kitchen fire']);
    expect(await rowsOf(on.database, `select reason, since_version from poll_reason where until_version = 2`)).toEqual([
      ['paused by staff', 1],
    ]);
  });

  it('end with a status that is corrected', async () => {
    expect(counts(await importText(on.database, polls(`a,${NOON},active`)))).toEqual([0, 0, 1, 0]);
    expect(await current()).toEqual(['b|12|tablet, offline']);
  });

  it('are those of the last of several rows of an instant that has its final status, and one', async () => {
    const rows = ['inactive,first', 'active,no', 'inactive,last', 'inactive,'].map((rest) => `d,${NOON},${rest}`);
    expect(counts(await file(...rows))).toEqual([1, 1, 2, 0]);
    expect(await current()).toContain('d|12|last');
  });

  it('end with their store', async () => {
    await new StoreWriteRepository(on.database).delete('a', BY_TEST);
    expect(await current()).toEqual(['b|12|tablet, offline']);
  });

  it('are dropped with their polls', async () => {
    await file('a,2023-03-01 12:00:00 UTC,inactive,too early', 'a,2022-12-24 12:00:00 UTC,inactive,Christmas');
    await new PollRepository(on.database).dropBefore(instant('2023-01-01T00:00:00Z'), NOW);
    expect(await current()).toEqual(['a|12|paused by staff', 'b|12|tablet, offline']);
  });

  it.each([
    ['x'.repeat(501), 'reason has more than 500 characters'],
    ['a\0b', expect.stringMatching(/character 0/)],
  ])('that can not be kept have their row rejected, with why', async (reason, why) => {
    expect(counts(await file(`a,${NOON},inactive,${reason}`))).toEqual([0, 0, 0, 1]);
    expect(await rowsOf(on.database, 'select reason from import_reject')).toEqual([[why]]);
  });
});
