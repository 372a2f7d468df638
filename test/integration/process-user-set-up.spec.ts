import { randomUUID } from 'node:crypto';
import { afterEach, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/persistence/connection/database.js';
import { runMigrations } from '../../src/persistence/connection/run-migrations.js';
import { importText, polls, rowsOf } from '../support/data/importing.js';
import { adminUrl, createEmptyDatabase, type TestDatabase } from '../support/system/database.js';
import { runMigrationProcess } from '../support/system/processes.js';
import { query } from '../support/system/query.js';

/** Run after each test, in reverse order. */
const cleanups: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** Returns a name that needs quotes, for a user of the server who is dropped after the test. */
function userName(): string {
  const name = `user "x" ${randomUUID()}`;
  cleanups.push(() => query(adminUrl(), `drop role if exists ${quoted(name)}`));
  return name;
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

async function emptyDatabase(): Promise<TestDatabase> {
  const created = await createEmptyDatabase();
  cleanups.push(() => created.drop());
  return created;
}

function as(url: string, user: string, password = `it's a "secret"`): string {
  const other = new URL(url);
  other.username = encodeURIComponent(user);
  other.password = encodeURIComponent(password);
  return other.href;
}

const asAdministrator = ({ ownerUrl }: TestDatabase) => {
  const url = new URL(adminUrl());
  url.pathname = new URL(ownerUrl).pathname;
  return url.href;
};

/** Imports a poll, which needs a new partition, as the user of a URL. */
async function importsPolls(url: string): Promise<void> {
  const database = await Database.open({ url, applicationName: 'test', maxConnections: 2 });
  try {
    expect(await importText(database, polls('a,2023-01-22 12:00:00 UTC,active'))).toMatchObject({ status: 'Complete' });
    expect(await rowsOf(database, 'select count(*)::integer from poll')).toEqual([[1]]);
  } finally {
    await database.close();
  }
}

const privileges = ({ ownerUrl }: TestDatabase) =>
  query(
    ownerUrl,
    `select oid::regclass::text, relacl::text from pg_class where relnamespace = 'public'::regnamespace
     union all
     select oid::regprocedure::text, proacl::text from pg_proc where pronamespace = 'public'::regnamespace
     order by 1`,
  );

describe('a migration', () => {
  it('creates the user of DATABASE_URL, who can only log in, and again changes nothing', async () => {
    const user = userName();
    const created = await emptyDatabase();
    const urls = { MIGRATION_DATABASE_URL: created.ownerUrl, DATABASE_URL: as(created.url, user) };
    expect(await runMigrationProcess(urls)).toEqual({ code: 0, output: '' });
    expect(
      await query(
        created.ownerUrl,
        `select rolcanlogin, rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls,
           (select count(*)::integer from pg_auth_members where member = oid)
         from pg_roles where rolname = $1`,
        [user],
      ),
    ).toEqual([[true, false, false, false, false, false, 0]]);
    await importsPolls(urls.DATABASE_URL);

    const before = await privileges(created);
    await query(created.ownerUrl, `grant delete on poll to ${quoted(user)}; grant update on poll_2023_01 to public`);
    await query(created.ownerUrl, `revoke update on poll_2023_01 from public`);
    expect(await runMigrationProcess(urls)).toEqual({ code: 0, output: '' });
    expect(await privileges(created)).toEqual(before);
  });

  it('of several databases at once creates the user once', async () => {
    const user = userName();
    const created = [await emptyDatabase(), await emptyDatabase(), await emptyDatabase()];
    await Promise.all(created.map(({ ownerUrl, url }) => runMigrations(ownerUrl, as(url, user))));
    for (const { url } of created) await importsPolls(as(url, user));
  });

  it('lets one user do all if DATABASE_URL names the owner, until it names another', async () => {
    const user = userName();
    const { ownerUrl, url } = await emptyDatabase();
    expect(await runMigrationProcess({ DATABASE_URL: ownerUrl })).toEqual({ code: 0, output: '' });
    await importsPolls(ownerUrl);
    const other = as(url, user);
    expect(await runMigrationProcess({ DATABASE_URL: other, MIGRATION_DATABASE_URL: ownerUrl })).toEqual({
      code: 0,
      output: '',
    });
    // The month that was there before has the privileges of a new one.
    await query(other, `select create_poll_partition('2023-02-01')`);
    const acl = (month: string) => query(ownerUrl, `select relacl::text from pg_class where relname = 'poll_${month}'`);
    expect(await acl('2023_01')).toEqual(await acl('2023_02'));
    expect(await query(other, 'select count(*)::integer from poll')).toEqual([[1]]);
  });

  it('names the statements to run if the owner may not create users, and works after them', async () => {
    const [owner, user] = [userName(), userName()];
    const created = await emptyDatabase();
    const url = as(created.url, user);
    await query(adminUrl(), `create role ${quoted(owner)} login password 'it''s a "secret"'`);
    const { pathname } = new URL(created.url);
    await query(adminUrl(), `alter database ${pathname.slice(1)} owner to ${quoted(owner)}`);
    const failed = await runMigrationProcess({ MIGRATION_DATABASE_URL: as(created.url, owner), DATABASE_URL: url });
    expect(failed.code).toBe(1);
    expect(failed.output).toMatch(/^migration: the database user .* of DATABASE_URL does not exist, and .*/);
    expect(failed.output).not.toContain('secret');
    const statements = /migrate again: (create role .*;) (grant .*;)\n$/.exec(failed.output)!.slice(1);
    for (const statement of statements) {
      await query(asAdministrator(created), statement.replace(`'...'`, `'it''s a "secret"'`));
    }
    await runMigrations(as(created.url, owner), url);
    await importsPolls(url);
  });

  it('grants what everybody has elsewhere, if it was revoked here', async () => {
    const user = userName();
    const created = await emptyDatabase();
    const database = new URL(created.url).pathname.slice(1);
    await query(asAdministrator(created), `revoke all on database ${database} from public`);
    await query(asAdministrator(created), 'revoke all on schema public from public');
    await runMigrations(created.ownerUrl, as(created.url, user));
    await importsPolls(as(created.url, user));
  });

  it('takes the functions of the owner from everybody, as after a restore without privileges', async () => {
    const { ownerUrl } = await emptyDatabase();
    const isPublic = () =>
      query(ownerUrl, `select has_function_privilege('public', 'drop_poll_partition(date, timestamptz)', 'execute')`);
    await runMigrations(ownerUrl, ownerUrl);
    expect(await isPublic()).toEqual([[false]]);
    await query(ownerUrl, 'grant execute on function drop_poll_partition to public');
    expect(await isPublic()).toEqual([[true]]);
    await runMigrations(ownerUrl, ownerUrl);
    expect(await isPublic()).toEqual([[false]]);
  });

  it.each([
    ['is a superuser', 'alter role USER superuser', /may do all that ".*" may: it must not be a superuser/],
    [
      'is a member of the owner',
      'grant OWNER to USER',
      /may do all that ".*" may: .* Set DATABASE_URL to another user/,
    ],
    [
      'owns the database',
      'grant create on schema public to OWNER; alter database DATABASE owner to USER',
      /may do all that ".*" may: .*own the database/,
    ],
    ['may write all tables', 'grant pg_write_all_data to USER', /may change the audit trail, by a role/],
    ['may create tables', 'grant create on schema public to public', /revoke create on schema "public" from public, /],
  ])('refuses a user of DATABASE_URL who %s', async (_what, statement, expected) => {
    const user = userName();
    const created = await emptyDatabase();
    const { username, pathname } = new URL(created.ownerUrl);
    await query(adminUrl(), `create role ${quoted(user)} login`);
    await query(
      asAdministrator(created),
      statement.replace('USER', quoted(user)).replace('OWNER', username).replace('DATABASE', pathname.slice(1)),
    );
    await expect(runMigrations(created.ownerUrl, as(created.url, user))).rejects.toThrow(expected);
  });
});
