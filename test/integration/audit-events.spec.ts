import { beforeEach, describe, expect, it } from '@jest/globals';
import type { AuditEvent } from '../../src/domain/access/audit-event.js';
import { ExpectedError } from '../../src/domain/expected-error.js';
import { DAY } from '../../src/domain/time/instant.js';
import {
  AuditEventRepository,
  recordAuditEvent,
  type AuditFilter,
  type AuditPosition,
} from '../../src/persistence/access/audit-event.repository.js';
import { Database } from '../../src/persistence/connection/database.js';
import { NOW, rowsOf } from '../support/data/importing.js';
import { query } from '../support/system/query.js';
import { useDatabase } from '../support/system/use-database.js';

const on = useDatabase();
const auditEvents = () => new AuditEventRepository(on.database);

beforeEach(() => query(on.ownerUrl, 'truncate audit_event'));

const EVENT: AuditEvent = {
  at: NOW + 1,
  actor: { kind: 'key', id: 'key-1', hint: 'sl_AbCd…wxyz' },
  action: 'update',
  entity: 'store',
  entityId: 'a "store"',
  before: { timeZone: 'Europe/London', hours: [{ open: '09:00' }] },
  after: { timeZone: null, name: 'Zürich 🏪' },
  requestId: 'request-1',
  address: '2001:db8::1',
};

const BARE: AuditEvent = {
  at: NOW,
  actor: { kind: 'system', id: null, hint: null },
  action: 'start',
  entity: 'process',
  entityId: null,
  before: null,
  after: null,
  requestId: null,
  address: null,
};

const page = (filter: AuditFilter = {}, after: AuditPosition | null = null, limit = 100) =>
  auditEvents().page(filter, after, limit);

describe('the audit trail', () => {
  it('holds what was recorded, to the microsecond, newest first', async () => {
    await auditEvents().record(BARE);
    await auditEvents().record(EVENT);
    expect(await page()).toEqual([
      { ...EVENT, id: expect.any(Number) },
      { ...BARE, id: expect.any(Number) },
    ]);
    expect(await rowsOf(on.database, 'select before is null, after is null from audit_event order by at')).toEqual([
      [true, true],
      [false, false],
    ]);
  });

  it('takes any text that a client may have sent', async () => {
    const odd = 'a\0b \\u0000 \ud83c';
    const after = { note: odd };
    await auditEvents().record({
      ...EVENT,
      entityId: odd,
      requestId: odd,
      actor: { ...EVENT.actor, hint: odd },
      after,
    });
    const stored = 'a\uFFFDb \\u0000 \uFFFD';
    expect(await page()).toMatchObject([
      { entityId: stored, requestId: stored, actor: { hint: stored }, after: { note: stored } },
    ]);
  });

  it('has an event exactly if the transaction of the change was committed', async () => {
    class Refused extends ExpectedError {}
    const change = (isRefused: boolean) =>
      on.database.transaction(async (client) => {
        await recordAuditEvent(client, EVENT);
        if (isRefused) throw new Refused('refused');
      });
    await expect(change(true)).rejects.toThrow(Refused);
    expect(await page()).toEqual([]);
    await change(false);
    expect(await page()).toHaveLength(1);
  });

  it('is read page by page, each event once, also if many are of the same instant', async () => {
    const instants = [3, 1, 2, 2, 2, 2, 2, 1, 3, 0];
    for (const [index, after] of instants.entries()) {
      await auditEvents().record({ ...BARE, at: NOW + after, entityId: String(index) });
    }
    const pages = [];
    let after: AuditPosition | null = null;
    do {
      const found: Awaited<ReturnType<typeof page>> = await page({}, after, 3);
      pages.push(found.map(({ entityId }) => entityId));
      after = found.at(-1) ?? null;
      // New events are before the first page.
      await auditEvents().record({ ...BARE, at: NOW + 9, entityId: 'new' });
    } while (after !== null);
    expect(pages).toEqual([['8', '0', '6'], ['5', '4', '3'], ['2', '7', '1'], ['9'], []]);
  });

  it('is filtered by actor, action, entity and time', async () => {
    const events = [
      { actor: { kind: 'key', id: 'key-1', hint: null }, action: 'create', entity: 'store', entityId: '1' },
      { actor: { kind: 'key', id: 'key-2', hint: null }, action: 'delete', entity: 'store', entityId: '1' },
      { actor: { kind: 'session', id: 'key-1', hint: null }, action: 'create', entity: 'report', entityId: '2' },
      { actor: { kind: 'local', id: null, hint: null }, action: 'create', entity: 'store', entityId: '2' },
    ] as const;
    for (const [index, event] of events.entries()) await auditEvents().record({ ...BARE, ...event, at: NOW + index });
    const found = async (filter: AuditFilter) => (await page(filter)).map(({ at }) => at - NOW);
    expect(await found({ actorId: 'key-1' })).toEqual([2, 0]);
    expect(await found({ action: 'create' })).toEqual([3, 2, 0]);
    expect(await found({ entity: 'store' })).toEqual([3, 1, 0]);
    expect(await found({ entity: 'store', entityId: '1' })).toEqual([1, 0]);
    expect(await found({ entity: 'store', action: 'create', actorId: 'key-1' })).toEqual([0]);
    expect(await found({ from: NOW + 1, until: NOW + 3 })).toEqual([2, 1]);
    expect(await found({ actorId: 'key-1', from: NOW + 1, action: undefined })).toEqual([2]);
    expect(await found({ actorId: 'nobody' })).toEqual([]);
  });

  it('reads a page of a long trail by an index, also with a filter', async () => {
    await query(
      on.ownerUrl,
      `insert into audit_event (at, actor_kind, actor_id, action, entity, entity_id)
       select timestamptz '2023-01-01Z' + i * interval '1 second', 'key', 'key-' || i % 500, 'create', 'store', i
       from generate_series(1, 50000) i`,
    );
    await query(on.ownerUrl, 'analyze audit_event');
    const after = { at: NOW, id: 1 };
    const middle = (await page({ until: NOW - 31 * DAY + 25_000 * 1_000_000 }, null, 1))[0]!;
    for (const [filter, position] of [
      [{}, after],
      [{}, middle],
      [{ actorId: 'key-7' }, middle],
      [{ entityId: '4711' }, after],
    ] as const) {
      const rows = await rowsReadBy((auditEvents) => auditEvents.page(filter, position, 20));
      expect(rows).toBeGreaterThan(0);
      expect(rows).toBeLessThan(100);
    }
  });

  it('is only added to by the API and the workers', async () => {
    await auditEvents().record(EVENT);
    for (const statement of [
      `update audit_event set action = 'nothing'`,
      'delete from audit_event',
      'truncate audit_event',
      'drop table audit_event',
      'do $$ begin lock table audit_event in share row exclusive mode; end $$',
      'alter table audit_event add column mine integer',
      'create index on audit_event (address)',
      'select id from audit_event for update',
      `insert into audit_event overriding system value select * from audit_event
       on conflict (id) do update set action = 'nothing'`,
    ]) {
      await expect(rowsOf(on.database, statement)).rejects.toMatchObject({ code: '42501' });
    }
    expect(await page()).toMatchObject([EVENT]);
  });

  it('loses no event of the last 30 days, whatever the processes ask for', async () => {
    await query(
      on.ownerUrl,
      `insert into audit_event (at, actor_kind, action, entity)
       select now() - days * interval '1 day', 'local', 'create', 'store' from unnest(array[0, 29, 31, 400]) days`,
    );
    for (const until of [null, 'infinity', 'now', 'tomorrow', new Date(Date.now() - 29 * 86_400_000).toISOString()]) {
      await expect(query(on.url, 'select drop_audit_events($1)', [until])).rejects.toMatchObject({ code: '22023' });
    }
    await expect(query(on.url, `select drop_audit_events('x''; delete from audit_event; --')`)).rejects.toThrow();
    expect(await page()).toHaveLength(4);
    expect(await query(on.url, `select drop_audit_events('-infinity')::integer`)).toEqual([[0]]);
    expect(await query(on.url, `select drop_audit_events(now() - interval '30 days')::integer`)).toEqual([[2]]);
    expect(await page()).toHaveLength(2);
  });
});

/** Returns how many rows of the audit trail `work` reads, whether by an index or not. */
async function rowsReadBy(work: (auditEvents: AuditEventRepository) => Promise<unknown>): Promise<number> {
  // Of the one connection, the statistics can be published at once.
  const database = await Database.open({ url: on.url, applicationName: 'test', maxConnections: 1 });
  const read = async () => {
    await rowsOf(database, 'select pg_stat_force_next_flush()');
    const [[rows]] = (await rowsOf(
      database,
      `select (seq_tup_read + idx_tup_fetch)::integer from pg_stat_user_tables where relname = 'audit_event'`,
    )) as [[number]];
    return rows;
  };
  try {
    const before = await read();
    await work(new AuditEventRepository(database));
    return (await read()) - before;
  } finally {
    await database.close();
  }
}
