import { chmod, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startPostgres } from '../../dev/postgres/embedded-postgres.js';
import { createTestFolder, type TestFolder } from '../support/system/folder.js';
import { query } from '../support/system/query.js';

let folder: TestFolder;
let dir: string;
const started: { stop(): Promise<void> }[] = [];

beforeEach(async () => {
  folder = await createTestFolder();
  // If root runs the tests, the server runs as another user, who must reach it.
  await chmod(folder.path, 0o755);
  dir = path.join(folder.path, 'state', 'postgres');
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
  await folder.remove();
});

async function start() {
  const server = await startPostgres({ dir, settings: { shared_buffers: '16MB' } });
  started.push(server);
  return server;
}

async function postmaster(url: string): Promise<number> {
  const [[data]] = (await query(url, 'show data_directory')) as [[string]];
  return Number.parseInt(await readFile(path.join(data, 'postmaster.pid'), 'utf8'), 10);
}

async function isRefused(url: string): Promise<boolean> {
  try {
    await query(url, 'select 1');
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ECONNREFUSED';
  }
}

describe('an embedded PostgreSQL', () => {
  it('keeps its data from one start to the next, and does not answer in between', async () => {
    const first = await start();
    await query(first.ownerUrl, "create table kept as select 'a poll' as what");
    await first.stop();
    expect(await isRefused(first.ownerUrl)).toBe(true);
    const second = await start();
    expect(await query(second.ownerUrl, 'select what from kept')).toEqual([['a poll']]);
  });

  it('uses UTF-8, sorts by code point, is in UTC and makes commits durable', async () => {
    const { ownerUrl: url } = await start();
    const settings = [
      'server_encoding',
      'timezone',
      'synchronous_commit',
      'listen_addresses',
      'unix_socket_directories',
    ];
    const shown = await Promise.all(settings.map(async (name) => (await query(url, `show ${name}`))[0]![0]));
    expect(shown).toEqual(['UTF8', 'UTC', 'on', '127.0.0.1', '']);
    expect(await query(url, "select upper('zürich'), 'Z' < 'a'")).toEqual([['ZÜRICH', true]]);
  });

  it('refuses connections without the password', async () => {
    const { ownerUrl: url } = await start();
    const other = new URL(url);
    other.password = 'guessed';
    await expect(query(other.href, 'select 1')).rejects.toThrow(/password authentication failed/);
  });

  it('recovers what was committed before it was killed', async () => {
    const first = await start();
    await query(first.ownerUrl, "create table kept as select 'a poll' as what");
    process.kill(await postmaster(first.ownerUrl), 'SIGKILL');
    const second = await start();
    expect(await query(second.ownerUrl, 'select what from kept')).toEqual([['a poll']]);
  });

  it('stops one that a killed run left in the same folder', async () => {
    const orphan = await start();
    const before = await postmaster(orphan.ownerUrl);
    const { ownerUrl: url } = await start();
    expect(await postmaster(url)).not.toBe(before);
    expect(await isRefused(orphan.ownerUrl)).toBe(true);
  });

  it('starts over if creating the cluster was interrupted', async () => {
    await folder.write('state/postgres/draft-cut-off/data/PG_VERSION', '18\n');
    const { ownerUrl: url } = await start();
    expect(await query(url, 'select current_database()')).toEqual([['storelight']]);
  });

  it('ignores a process id that belongs to another process now', async () => {
    const first = await start();
    const [[data]] = (await query(first.ownerUrl, 'show data_directory')) as [[string]];
    const pidFile = path.join(data, 'postmaster.pid');
    const content = await readFile(pidFile, 'utf8');
    await first.stop();
    await folder.write(path.relative(folder.path, pidFile), content.replace(/^\d+/, `${process.pid}`));
    const { ownerUrl: url } = await start();
    expect(await query(url, 'select 1')).toEqual([[1]]);
  });

  it('says which port is in use', async () => {
    const { port } = await start();
    await expect(startPostgres({ dir: path.join(folder.path, 'other'), port })).rejects.toThrow(
      `port ${port} is in use`,
    );
  });
});

describe('an embedded PostgreSQL of root', () => {
  const root = process.getuid?.() === 0;

  (root ? it : it.skip)('keeps its data elsewhere when its user could not reach it, and says so once', async () => {
    await chmod(folder.path, 0o700);
    const said: string[] = [];
    const first = await startPostgres({ dir, log: (line) => said.push(line) });
    started.push(first);
    await query(first.ownerUrl, "create table kept as select 'a poll' as what");
    await first.stop();
    const second = await startPostgres({ dir, log: (line) => said.push(line) });
    started.push(second);
    expect(await query(second.ownerUrl, 'select what from kept')).toEqual([['a poll']]);
    const moved = (await readFile(path.join(dir, 'moved-to'), 'utf8')).trim();
    expect(said).toEqual([`PostgreSQL runs as another user, who can't reach ${dir}: the database is kept in ${moved}`]);
    await second.stop();
    await rm(moved, { recursive: true });
  });
});
