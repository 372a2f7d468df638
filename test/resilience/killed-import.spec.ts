import { beforeAll, describe, expect, it } from '@jest/globals';
import { importFolder } from '../../src/temporal/folder-import.js';
import { rowsOf } from '../support/data/importing.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { query } from '../support/system/query.js';
import { useSystem } from '../support/system/use-system.js';
import { waitFor } from '../support/wait-for.js';

const STORES = 10_000;
const POLLS_PER_STORE = 12;

const system = useSystem();

beforeAll(async () => {
  await system.folder.write('data/store_status.csv', [...madeUpPolls(STORES, POLLS_PER_STORE)].join(''));
});

/** Whether a statement that begins so is running in the database of this test. */
const runs = async (statement: string) => {
  const rows = await rowsOf(
    system.database,
    `select 1 from pg_stat_activity
     where datname = current_database() and state = 'active' and pid <> pg_backend_pid()
       and ltrim(query, E' \\n') ilike '${statement}%'`,
  );
  return rows.length > 0;
};

describe('a worker that is killed during an import', () => {
  it.each([
    ['while rows come in', 'copy staged'],
    ['while they are merged', 'insert into'],
  ])('%s leaves all of the file to the next one, once', async (_when, statement) => {
    const victim = await system.startWorkerProcess();
    const ingested = importFolder(system.temporal.client, system.config.taskQueue, () => undefined);
    await waitFor(`"${statement}" to run`, () => runs(statement));
    await victim.kill();
    expect(await rowsOf(system.database, 'select count(*)::integer from data_version')).toEqual([[0]]);

    const next = await system.startWorkerProcess();
    const all = STORES * POLLS_PER_STORE;
    expect(await ingested).toMatchObject([{ status: 'Complete', rowsRead: all, inserted: all, corrected: 0 }]);
    expect(
      await rowsOf(system.database, 'select count(*)::integer, count(distinct (store_key, at))::integer from poll'),
    ).toEqual([[all, all]]);
    expect(await rowsOf(system.database, 'select count(*)::integer, count(data_version)::integer from import')).toEqual(
      [[1, 1]],
    );
    await next.kill();
    await query(system.ownerUrl, 'truncate poll, store, data_version, import, source_file, import_reject cascade');
  });
});
