import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { runMigrations } from '../../../src/persistence/connection/run-migrations.js';

const TEMPLATE = 'storelight_template';
const TEMPLATE_LOCK = 7_236_100;

/** They own and use the databases of tests. Neither is a superuser, as in production. */
const OWNER = 'storelight_test_owner';
export const PROCESS_USER = 'storelight_test_processes';

/** A database of one test. */
export interface TestDatabase {
  /** For the code under test: as the user of the API and the workers. */
  readonly url: string;
  /** For migrations, and for statements of tests that change the schema. */
  readonly ownerUrl: string;
  drop(): Promise<void>;
}

/** Creates a database as a copy of a template that is migrated once for all tests. */
export async function createTestDatabase(): Promise<TestDatabase> {
  await asAdmin(async (admin) => {
    await createOwner(admin);
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [TEMPLATE]);
    if (rowCount === 0) await createTemplate(admin);
  });
  return create(TEMPLATE);
}

/** Creates an empty database. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  await asAdmin(createOwner);
  return create('template1');
}

async function create(template: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin((admin) => admin.query(`create database ${name} template ${template} owner ${OWNER}`));
  return {
    url: urlOf(name, PROCESS_USER),
    ownerUrl: urlOf(name, OWNER),
    drop: () => asAdmin((admin) => admin.query(`drop database ${name} with (force)`)),
  };
}

/** Creates the owner, who then creates the other user. The lock is held until the connection ends. */
async function createOwner(admin: pg.Client): Promise<void> {
  await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
  const { rowCount } = await admin.query('select from pg_roles where rolname = $1', [OWNER]);
  if (rowCount === 1) return;
  const { password } = new URL(adminUrl());
  await admin.query(
    `create role ${OWNER} login createrole password ${admin.escapeLiteral(decodeURIComponent(password))}`,
  );
}

/** Creates it under another name first, so that an interrupted run leaves no incomplete template. */
async function createTemplate(admin: pg.Client): Promise<void> {
  const draft = `${TEMPLATE}_draft`;
  await admin.query(`drop database if exists ${draft}`);
  await admin.query(`create database ${draft} owner ${OWNER}`);
  await runMigrations(urlOf(draft, OWNER), urlOf(draft, PROCESS_USER));
  await admin.query(`alter database ${draft} rename to ${TEMPLATE}`);
}

async function asAdmin(work: (admin: pg.Client) => Promise<unknown>): Promise<void> {
  const admin = new pg.Client({ connectionString: adminUrl() });
  await admin.connect();
  try {
    await work(admin);
  } finally {
    await admin.end();
  }
}

/** Every user has the password of the superuser. */
function urlOf(database: string, user: string): string {
  const url = new URL(adminUrl());
  url.username = user;
  url.pathname = `/${database}`;
  return url.href;
}

/** The server of the tests, as a superuser. */
export function adminUrl(): string {
  const url = process.env.STORELIGHT_TEST_DATABASE_URL;
  if (url === undefined) throw new Error('STORELIGHT_TEST_DATABASE_URL is not set: run the tests by npm test');
  return url;
}
