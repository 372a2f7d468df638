import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { runMigrations } from '../../../src/persistence/connection/run-migrations.js';

const TEMPLATE = 'storelight_template';
const TEMPLATE_LOCK = 7_236_100;

/** A migrated database of one test. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** Creates a database as a copy of a template that is migrated once for all tests. */
export async function createTestDatabase(): Promise<TestDatabase> {
  await asAdmin(async (admin) => {
    await admin.query('select pg_advisory_lock($1)', [TEMPLATE_LOCK]);
    const { rowCount } = await admin.query('select from pg_database where datname = $1', [TEMPLATE]);
    if (rowCount === 0) await createTemplate(admin);
  });
  return create(TEMPLATE);
}

/** Creates an empty database. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  return create('template1');
}

async function create(template: string): Promise<TestDatabase> {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await asAdmin((admin) => admin.query(`create database ${name} template ${template}`));
  return {
    url: urlOf(name),
    drop: () => asAdmin((admin) => admin.query(`drop database ${name} with (force)`)),
  };
}

/** Creates it under another name first, so that an interrupted run leaves no incomplete template. */
async function createTemplate(admin: pg.Client): Promise<void> {
  const draft = `${TEMPLATE}_draft`;
  await admin.query(`drop database if exists ${draft}`);
  await admin.query(`create database ${draft}`);
  await runMigrations(urlOf(draft));
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

function urlOf(database: string): string {
  const url = new URL(adminUrl());
  url.pathname = `/${database}`;
  return url.href;
}

function adminUrl(): string {
  const url = process.env.STORELIGHT_TEST_DATABASE_URL;
  if (url === undefined) throw new Error('STORELIGHT_TEST_DATABASE_URL is not set: run the tests by npm test');
  return url;
}
