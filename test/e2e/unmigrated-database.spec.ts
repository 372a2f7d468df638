import { describe, expect, it } from '@jest/globals';
import { runMigrations } from '../../src/persistence/connection/run-migrations.js';
import { PROCESS_USER } from '../support/system/database.js';
import { query } from '../support/system/query.js';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem();
const { http } = system;

describe('a database that was not migrated to this version', () => {
  it.each([
    ['lacks a table', 'alter table data_version rename to later', 'alter table later rename to data_version'],
    ['lacks privileges', `revoke select on data_version from ${PROCESS_USER}`, ''],
  ])('since it %s, is named by GET /health/ready, until it is migrated', async (_what, change, back) => {
    await query(system.ownerUrl, change);
    expect(await http.get('/health/ready')).toMatchObject({
      status: 503,
      body: { detail: 'The database is not up to date: run the migration of this version.' },
    });
    await query(system.ownerUrl, back);
    await runMigrations(system.ownerUrl, system.config.databaseUrl!);
    expect((await http.get('/health/ready')).status).toBe(200);
  });

  it('since it lacks a function, says so to a push of polls', async () => {
    await query(system.ownerUrl, 'alter function create_poll_partition rename to later');
    expect(await http.post('/polls', { storeId: 'a', at: '2023-01-22T12:00:00Z', status: 'active' })).toMatchObject({
      status: 503,
      body: { detail: 'The database is not up to date: run the migration of this version.' },
    });
  });
});
