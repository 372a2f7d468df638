import { beforeAll, describe, expect, it } from '@jest/globals';
import { importFolder } from '../../src/temporal/folder-import.js';
import { rowsOf } from '../support/data/importing.js';
import { madeUpPolls } from '../support/data/made-up-polls.js';
import { startTcpProxy } from '../support/faults/tcp-proxy.js';
import { whileLocked } from '../support/faults/while-locked.js';
import { startWorkerProcess } from '../support/system/processes.js';
import { query } from '../support/system/query.js';
import { useSystem } from '../support/system/use-system.js';
import { waitFor } from '../support/wait-for.js';

const STORES = 10_000;
const POLLS_PER_STORE = 12;

const system = useSystem();

beforeAll(async () => {
  await system.folder.write('data/store_status.csv', [...madeUpPolls(STORES, POLLS_PER_STORE)].join(''));
});

/** More than all else that a worker says to the database, and less than the rows. */
const BYTES_OF_SOME_ROWS = 1_000_000;

/** The number of statements that begin so and are running in the database of this test. */
const running = async (statement: string) => {
  const rows = await rowsOf(
    system.database,
    `select 1 from pg_stat_activity
     where datname = current_database() and state = 'active' and pid <> pg_backend_pid()
       and ltrim(query, E' \\n') ilike '${statement}%'`,
  );
  return rows.length;
};

/** Starts a worker of which the database gets only some of the rows, and kills it then. */
async function killWhileRowsComeIn(): Promise<void> {
  const url = new URL(system.config.databaseUrl!);
  const proxy = await startTcpProxy(url.hostname, Number(url.port));
  proxy.setMode({ kind: 'swallowed', afterBytes: BYTES_OF_SOME_ROWS });
  url.host = proxy.address;
  const victim = await startWorkerProcess({ ...system.config, databaseUrl: url.href });
  await waitFor('rows to be lost', () => proxy.harmed > 0);
  expect(await running('copy staged')).toBe(1);
  await victim.kill();
  await proxy.shut();
}

/** Starts a worker that can't add the stores of its rows yet, and kills it then. */
async function killWhileRowsAreMerged(): Promise<void> {
  await whileLocked(system.database, 'store', async (someoneWaits) => {
    const victim = await system.startWorkerProcess();
    await someoneWaits();
    expect(await running('insert into')).toBe(1);
    await victim.kill();
  });
}

describe('a worker that is killed during an import', () => {
  it.each([
    ['while rows come in', killWhileRowsComeIn],
    ['while they are merged', killWhileRowsAreMerged],
  ])('%s leaves all of the file to the next one, once', async (_when, kill) => {
    const ingested = importFolder(system.temporal.client, system.config.taskQueue, () => undefined);
    await kill();
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
