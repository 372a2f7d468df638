import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Database } from '../../src/persistence/connection/database.js';
import { runMigrations } from '../../src/persistence/connection/run-migrations.js';
import { createEmptyDatabase, type TestDatabase } from '../support/system/database.js';
import { query } from '../support/system/query.js';
import { importText, polls, rowsOf } from '../support/data/importing.js';

let created: TestDatabase;

const applied = () => query(created.ownerUrl, 'select name from migration order by name');

beforeAll(async () => {
  created = await createEmptyDatabase();
});

afterAll(async () => {
  await created.drop();
});

describe('migrations', () => {
  it('run from several processes at once are applied once, and again change nothing', async () => {
    const migrate = () => runMigrations(created.ownerUrl, created.url);
    await Promise.all([migrate(), migrate(), migrate()]);
    const database = await Database.open({ url: created.url, applicationName: 'test', maxConnections: 2 });
    try {
      const names = await applied();
      expect(names).toEqual([
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
        ['2026-11-26-audit-event'],
        ['2026-11-26-changes-told'],
        ['2026-11-26-closures'],
        ['2026-11-26-group-special-hours'],
        ['2026-11-26-group-sums'],
        ['2026-11-26-groups'],
        ['2026-11-26-limits'],
        ['2026-11-26-oidc-log-in'],
        ['2026-11-26-poll-partition-functions'],
        ['2026-11-26-poll-reasons'],
        ['2026-11-26-special-hours'],
        ['2026-11-27-bulk-rows'],
      ]);
      await importText(database, polls('a,2023-01-22 12:00:00 UTC,active'));
      await migrate();
      expect(await applied()).toEqual(names);
      expect(await rowsOf(database, 'select count(*)::integer from poll')).toEqual([[1]]);
    } finally {
      await database.close();
    }
  });

  it('of an unreachable database fail at once, with the reason', async () => {
    const url = 'postgresql://nobody@127.0.0.1:1/nothing';
    await expect(runMigrations(url, url)).rejects.toThrow(/ECONNREFUSED/);
  });
});
