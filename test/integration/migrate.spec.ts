import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/persistence/connection/database.js';
import { runMigrations } from '../../src/persistence/connection/run-migrations.js';
import { createEmptyDatabase, type TestDatabase } from '../support/system/database.js';
import { importText, polls, rowsOf } from '../support/data/importing.js';

let created: TestDatabase;

beforeAll(async () => {
  created = await createEmptyDatabase();
});

afterAll(async () => {
  await created.drop();
});

describe('migrations', () => {
  it('run from several processes at once are applied once, and again change nothing', async () => {
    await Promise.all([runMigrations(created.url), runMigrations(created.url), runMigrations(created.url)]);
    const database = await Database.open({ url: created.url, applicationName: 'test', maxConnections: 2 });
    try {
      const applied = await rowsOf(database, 'select name from migration order by name');
      expect(applied).toEqual([
        ['2026-11-23-first-tables'],
        ['2026-11-23-ingestion'],
        ['2026-11-23-report-origins'],
        ['2026-11-23-reports-as-actors'],
        ['2026-11-25-deleted-stores'],
        ['2026-11-25-hours-in-force'],
        ['2026-11-25-import-findings'],
        ['2026-11-25-time-zone-data'],
        ['2026-11-25-time-zones-assumed'],
        ['2026-11-26-access'],
        ['2026-11-26-limits'],
      ]);
      await importText(database, polls('a,2023-01-22 12:00:00 UTC,active'));
      await runMigrations(created.url);
      expect(await rowsOf(database, 'select name from migration order by name')).toEqual(applied);
      expect(await rowsOf(database, 'select count(*)::integer from poll')).toEqual([[1]]);
    } finally {
      await database.close();
    }
  });

  it('of an unreachable database fail at once, with the reason', async () => {
    await expect(runMigrations('postgresql://nobody@127.0.0.1:1/nothing')).rejects.toThrow(/ECONNREFUSED/);
  });
});
