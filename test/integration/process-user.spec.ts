import { beforeAll, describe, expect, it } from '@jest/globals';
import { CALLED_FUNCTIONS, TABLE_PRIVILEGES } from '../../src/persistence/connection/table-privileges.js';
import { PollRepository } from '../../src/persistence/polls/poll.repository.js';
import { importText, instant, NOW, polls, rowsOf } from '../support/data/importing.js';
import { query } from '../support/system/query.js';
import { useDatabase } from '../support/system/use-database.js';

const on = useDatabase();

const ROWS_OF_MONTH = 12_000;

/** Polls at the end of a month and at the start of the next one; enough to be filled in before they are attached. */
const overMonthEnd = () =>
  polls(
    ...Array.from({ length: ROWS_OF_MONTH }, (_, store) => [
      `${store},2022-11-30 23:59:59.999999 UTC,active`,
      `${store},2022-12-01 00:00 UTC,inactive`,
    ]).flat(),
  );

beforeAll(async () => {
  await importText(on.database, overMonthEnd());
  await importText(on.database, polls('1,2023-01-31 23:59 UTC,active'));
});

/** All that is in the schema, with what may be done with it. */
const schema = () =>
  query(
    on.ownerUrl,
    `select oid::regclass::text, relacl::text, relowner::regrole::text from pg_class
     where relnamespace = 'public'::regnamespace
     union all
     select oid::regprocedure::text, proacl::text, proowner::regrole::text from pg_proc
     where pronamespace = 'public'::regnamespace
     order by 1`,
  );

describe('the user of the API and the workers', () => {
  it('imports polls of new months into tables of the owner, and vacuums them', async () => {
    const months = await query(
      on.ownerUrl,
      `select relname, pg_get_userbyid(relowner) = current_user, 
         (pg_stat_get_last_vacuum_time(oid) is not null) = (current_setting('server_version_num')::integer >= 170000),
          pg_get_expr(relpartbound, oid)
       from pg_class where relname in ('poll_2022_11', 'poll_2022_12') order by 1`,
    );
    expect(months).toEqual([
      ['poll_2022_11', true, true, `FOR VALUES FROM ('2022-11-01 00:00:00+00') TO ('2022-12-01 00:00:00+00')`],
      ['poll_2022_12', true, true, `FOR VALUES FROM ('2022-12-01 00:00:00+00') TO ('2023-01-01 00:00:00+00')`],
    ]);
  });

  it.each([
    'create table mine (a integer)',
    'create schema mine',
    'create role mine',
    `create function mine() returns integer language sql return 1`,
    'alter table poll add column mine integer',
    'alter table poll detach partition poll_2022_11',
    'alter function drop_poll_partition owner to current_user',
    'create or replace function tell_of_report() returns trigger language plpgsql as $$ begin return null; end $$',
    'alter table report disable trigger report_told',
    'drop table report',
    'drop table poll_2022_11',
    'truncate report',
    'truncate poll_2022_11',
    'delete from poll',
    'delete from poll_2022_11',
    'update poll_2022_11 set active = not active',
    'delete from dropped_polls',
    'insert into migration (name) values ($$mine$$)',
    'select from migration',
    'select from pg_authid',
    'set session_replication_role = replica',
    `copy (select 1) to program 'true'`,
    `select poll_partition('2022-11-01')`,
    `select grant_poll_partition('report')`,
  ])('may not %s', async (statement) => {
    const before = await schema();
    await expect(rowsOf(on.database, statement)).rejects.toMatchObject({ code: '42501' });
    expect(await schema()).toEqual(before);
  });

  it('may not become the owner', async () => {
    const [[owner]] = (await query(on.ownerUrl, 'select current_user')) as [[string]];
    await expect(rowsOf(on.database, `set role ${owner}`)).rejects.toMatchObject({ code: '42501' });
    await expect(rowsOf(on.database, `grant ${owner} to current_user`)).rejects.toMatchObject({ code: '42501' });
  });

  it.each([
    [null, '22023'],
    ['2022-11-02', '22023'],
    ['infinity', '22023'],
    ['-infinity', '22023'],
    ['1969-11-01', '22023'],
    ['2255-02-01', '22023'],
    ['0044-11-01 BC', '22023'],
    ['2022-11-01; drop table report', '22007'],
    ['report', '22007'],
  ])('may not create, attach or drop the month %s', async (month, code) => {
    const before = await schema();
    for (const call of ['create_poll_partition($1)', 'attach_poll_partition($1)', 'drop_poll_partition($1, now())']) {
      await expect(query(on.url, `select ${call}`, [month])).rejects.toMatchObject({ code });
    }
    expect(await schema()).toEqual(before);
  });

  it('may not drop a month that has not ended a day ago', async () => {
    const recent = `date_trunc('month', now() - interval '1 day')::date`;
    await query(on.url, `select create_poll_partition(${recent}), attach_poll_partition(${recent})`);
    const before = await schema();
    await expect(query(on.url, `select drop_poll_partition(${recent}, now())`)).rejects.toThrow(
      /the month did not end a day ago/,
    );
    expect(await schema()).toEqual(before);
  });

  it('does not get its own tables into the functions of the owner', async () => {
    await importText(on.database, polls('1,2022-10-05 12:00 UTC,active'));
    await on.database.withClient(async (client) => {
      await client.query(`
        create temporary table poll_2022_10 (store_key integer, at timestamptz);
        create temporary table poll_2022_09 (store_key integer, at timestamptz);
        create temporary table store (key integer, newest_dropped_poll_at timestamptz);
        create temporary table dropped_polls (month date primary key)`);
      const { rows } = await client.query(`select drop_poll_partition('2022-10-01', now())::integer as polls`);
      expect(rows).toEqual([{ polls: 1 }]);
      await expect(client.query(`select drop_poll_partition('2022-09-01', now())`)).rejects.toMatchObject({
        code: '42P01',
      });
      await client.query('discard temporary');
    });
    expect(await rowsOf(on.database, 'select month::text, polls::integer from dropped_polls')).toEqual([
      ['2022-10-01', 1],
    ]);
    expect(await rowsOf(on.database, 'select external_id from store where newest_dropped_poll_at is not null')).toEqual(
      [['1']],
    );
  });

  it('drops months that retention no longer keeps', async () => {
    const dropped = await new PollRepository(on.database).dropBefore(instant('2023-01-01T00:00:00Z'), NOW);
    expect(dropped).toEqual([
      { month: '2022-11', polls: ROWS_OF_MONTH },
      { month: '2022-12', polls: ROWS_OF_MONTH },
    ]);
    expect(await rowsOf(on.database, `select to_regclass('poll_2022_11'), to_regclass('poll_2022_12')`)).toEqual([
      [null, null],
    ]);
  });
});

it('every function that runs as the owner has a fixed search path, and is not for everybody', async () => {
  const functions = await query(
    on.ownerUrl,
    `select oid::regprocedure::text, 'search_path=public, pg_temp' = any(proconfig),
       has_function_privilege('public', oid, 'execute')
     from pg_proc where prosecdef and pronamespace = 'public'::regnamespace`,
  );
  const called = await query(on.ownerUrl, 'select name::regprocedure::text, true, false from unnest($1::text[]) name', [
    CALLED_FUNCTIONS,
  ]);
  expect(functions.sort()).toEqual(called.sort());
});

it('every table has its privileges decided, or is the owner’s alone', async () => {
  const tables = await query(
    on.ownerUrl,
    `select relname from pg_class
     where relkind in ('r', 'p') and not relispartition and relnamespace = 'public'::regnamespace order by 1`,
  );
  expect(tables.flat()).toEqual([...Object.keys(TABLE_PRIVILEGES), 'migration'].sort());
});
