import { describe, expect, it } from '@jest/globals';
import type { Import } from '../../src/persistence/imports/import.entity.js';
import { StoreWriteRepository } from '../../src/persistence/stores/store-write.repository.js';
import { BY_TEST, importHashedText, importText, rowsOf } from '../support/data/importing.js';
import { useDatabase } from '../support/system/use-database.js';

const on = useDatabase({ perTest: true });

const HEADER = 'store_id,name,group:Region,group: brand ,target,value_per_hour';

const file = (...rows: string[]) => importText(on.database, [HEADER, ...rows, ''].join('\n'));

const current = async () =>
  (
    await rowsOf(
      on.database,
      `select external_id, name, target::float8, value_per_hour::float8,
         (select string_agg(kind || ':' || value, ' ' order by kind) from store_group
          where store_group.store_key = store.key and store_group.until_version is null)
       from store left join store_attribute attribute on attribute.store_key = key and attribute.until_version is null
       where deleted_version is null
       order by external_id`,
    )
  ).map((row) => row.join('|'));

const counts = ({ inserted, unchanged, corrected, rejected }: Import) => [inserted, unchanged, corrected, rejected];

const MAIN_STREET = 'a,Main Street,west,x,99.5,120.5';

describe('a file of stores', () => {
  it('gives names, groups, targets and values', async () => {
    const imported = await file(MAIN_STREET, 'b,,east,,,');
    expect(imported).toMatchObject({ status: 'Complete', kind: 'stores' });
    expect(counts(imported)).toEqual([2, 0, 0, 0]);
    expect(await current()).toEqual(['a|Main Street|99.5|120.5|brand:x region:west', 'b||||region:east']);
  });

  it('changes nothing where it says what is known, however often', async () => {
    await file(MAIN_STREET);
    const again = await file(MAIN_STREET, MAIN_STREET);
    expect(counts(again)).toEqual([0, 2, 0, 0]);
    expect(again.dataVersion ?? null).toBeNull();
  });

  it('removes what a column leaves empty, and keeps what it has no column for', async () => {
    await file(MAIN_STREET);
    const other = await importText(on.database, 'store_id,group:brand,target\na,y,\n');
    expect(counts(other)).toEqual([0, 0, 1, 0]);
    expect(await current()).toEqual(['a|Main Street||120.5|brand:y region:west']);
  });

  it('with several rows of a store counts by the last one', async () => {
    expect(counts(await file('a,First,west,,,', 'a,Second,east,,,'))).toEqual([1, 1, 0, 0]);
    expect(await current()).toEqual(['a|Second|||region:east']);
  });

  it('is read again after a change by hand, though its content is known', async () => {
    const text = `${HEADER}\na,,west,,,\n`;
    await importHashedText(on.database, text);
    await new StoreWriteRepository(on.database).change('a', { name: 'By hand', groups: { region: 'east' } }, BY_TEST);
    expect(await current()).toEqual(['a|By hand|||region:east']);
    await importHashedText(on.database, text);
    expect(await current()).toEqual(['a||||region:west']);
  });

  it('keeps earlier values for earlier data versions', async () => {
    const { dataVersion } = await file(MAIN_STREET);
    await file('a,Main Street,east,x,99.5,120.5');
    const groups = await rowsOf(
      on.database,
      `select value, until_version is null from store_group where kind = 'region' order by since_version`,
    );
    expect(groups).toEqual([
      ['west', false],
      ['east', true],
    ]);
    expect(await rowsOf(on.database, 'select count(*)::integer from store_attribute')).toEqual([[1]]);
    expect(await rowsOf(on.database, `select since_version from store_group where value = 'west'`)).toEqual([
      [dataVersion],
    ]);
  });

  it.each([
    ['a,Name,west,x,0,1', 'target "0" is not a number of per cent, more than 0 and up to 100'],
    ['a,Name,west,x,101,1', 'target "101" is not a number of per cent, more than 0 and up to 100'],
    ['a,Name,west,x,99.99999,1', 'target "99.99999" has more than three decimals'],
    ['a,Name,west,x,99,-1', 'value_per_hour "-1" is not an amount from 0 to 999999999'],
    ['a,Name,west,x,99,1.234', 'value_per_hour "1.234" has more than two decimals'],
    [`a,Name,${'w'.repeat(256)},x,99,1`, /^group:region ".*" has 256 characters; at most 255 are allowed$/],
    [',Name,west,x,99,1', 'store_id is empty'],
  ])('has the row %j rejected', async (row, reason) => {
    const imported = await file(row, 'b,Kept,west,,100,0');
    expect(counts(imported)).toEqual([1, 0, 0, 1]);
    const [[rejected]] = (await rowsOf(on.database, 'select reason from import_reject')) as [[string]];
    expect(rejected).toEqual(reason instanceof RegExp ? expect.stringMatching(reason) : reason);
    expect(await current()).toEqual(['b|Kept|100|0|region:west']);
  });

  it.each([
    ['store_id,group:a:b', 'the header has the column "group:a:b", whose group kind contains a colon'],
    [`store_id,group:${'k'.repeat(300)}`, 'whose group kind has 300 characters; at most 60 are allowed'],
    ['store_id,group:', 'whose group kind is empty'],
    ['store_id,group:region,group: Region', 'the header has two columns of the group kind "region"'],
    ['store_id,colour', 'matches no kind of file'],
  ])('with the header %j is refused as a whole', async (header, error) => {
    const imported = await importText(on.database, `${header}\na,b,c\n`);
    expect(imported.status).toBe('Failed');
    expect(imported.error).toContain(error);
    expect(await current()).toEqual([]);
  });
});
