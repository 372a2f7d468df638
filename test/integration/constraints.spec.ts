import { beforeAll, describe, expect, it } from '@jest/globals';
import { useDatabase } from '../support/system/use-database.js';
import { hours, importText, polls, rowsOf, zones } from '../support/data/importing.js';

const on = useDatabase();

beforeAll(async () => {
  await importText(on.database, polls('a,2023-01-22 12:00:00 UTC,active'));
  await importText(on.database, hours('a,0,09:00,12:00'));
  await importText(on.database, zones('a,UTC'));
});

/** Inserts a running report with some other values. */
const running = (columns: string, values: string) =>
  `insert into report (report_id, status, requested_as_of, interpolation, reach_hours, requested_at, ${columns})
   values (gen_random_uuid(), 'Running', 'now', 'nearest', 24, now(), ${values})`;

/** Inserts an audit event with another value. */
const audited = (column: string, value: string) => {
  const values = { at: 'now()', actor_kind: `'local'`, action: `'create'`, entity: `'store'`, [column]: value };
  return `insert into audit_event (${Object.keys(values).join(', ')}) values (${Object.values(values).join(', ')})`;
};

/** Inserts a closure with other values. */
const closure = (other: Record<string, string>) => {
  const values = {
    closure_id: 'gen_random_uuid()',
    kind: `'closed'`,
    starts_at: 'now()',
    since_version: '1',
    ...other,
  };
  return `insert into closure (${Object.keys(values).join(', ')}) values (${Object.values(values).join(', ')})`;
};

/** Inserts a log-in with other values. */
const logIn = (sha256: string, returnTo: string, expiresAt = 'now()') =>
  `insert into oidc_log_in (sha256, return_to, expires_at) values (${sha256}, ${returnTo}, ${expiresAt})`;

describe('the database refuses invalid rows', () => {
  it.each([
    ['two current polls of an instant', `insert into poll values ('2023-01-22 12:00Z', 1, 2, null, false)`],
    ['a version that ends before it begins', `insert into poll values ('2023-01-22 13:00Z', 1, 2, 2, false)`],
    ['two current zones', `insert into store_time_zone values (1, 'Asia/Tokyo', 2)`],
    ['hours twice', `insert into business_hours values (1, 0, '09:00', '12:00', 2)`],
    ['a closed day twice', `insert into business_hours values (1, 1, null, null, 2), (1, 1, null, null, 2)`],
    ['an opening time without a closing time', `insert into business_hours values (1, 1, '09:00', null, 2)`],
    [
      'hours that end before they begin',
      `insert into business_hours values (1, 1, '09:00', '12:00', 2, null, '2024-03-11', '2024-03-10')`,
    ],
    [
      'hours from a date that is none',
      `insert into business_hours values (1, 1, '09:00', '12:00', 2, null, '-infinity')`,
    ],
    [
      'special hours of a group twice',
      `insert into group_special_hours values ('region', 'west', '2024-12-24', '{}', '{}', null, 1), ('region', 'west', '2024-12-24', '{}', '{}', null, 2)`,
    ],
    [
      'special hours of a group with an opening time alone',
      `insert into group_special_hours values ('region', 'west', '2024-12-24', '{09:00}', '{}', null, 1)`,
    ],
    ['an eighth day', `insert into business_hours values (1, 7, '09:00', '12:00', 2)`],
    ['a store twice', `insert into store (external_id, since_version) values ('a', 1)`],
    ['a store that ends before it begins', `update store set deleted_version = since_version`],
    ['a store that was deleted by no version', `update store set deleted_version = 99`],
    ['a store without an id', `insert into store (external_id, since_version) values ('', 1)`],
    ['counts that do not add up', `update import set inserted = inserted + 1`],
    ['a failure without a reason', `update import set status = 'Failed'`],
    [
      'a report that is complete without a CSV',
      `insert into report (report_id, status, requested_as_of, interpolation, reach_hours, requested_at, finished_at)
       values (gen_random_uuid(), 'Complete', 'now', 'nearest', 24, now(), now())`,
    ],
    ['a part that failed of a report that did not', running(`failed_part`, `'compute'`)],
    ['a phase of a report since no time', running(`phase`, `'computing'`)],
    ['a phase that there is not', running(`phase, phase_since, phase_done`, `'dreaming', now(), 0`)],
    ['more stores without numbers than there are done', running(`stores_failed`, `1`)],
    ['an attempt before the first', running(`attempt`, `0`)],
    ['more stores with an assumed zone than there are done', running(`stores_with_assumed_time_zone`, `1`)],
    ['time zone data without a name', running(`time_zone_release`, `''`)],
    ['a failed log-in from nowhere', `insert into failed_login (network, at) values ('', now())`],
    ['an original of a report that is no remake', running(`remade_from`, `gen_random_uuid()`)],
    ['time zone data of an original that there is not', running(`trigger, remade_from_release`, `'remake', '2026f'`)],
    ['an audit event of an unknown kind of actor', audited(`actor_kind`, `'nobody'`)],
    ['an audit event without an action', audited(`action`, `''`)],
    ['an audit event of no thing', audited(`entity`, `null`)],
    ['an audit event at no instant', audited(`at`, `'infinity'`)],
    ['an audit event with a value that is none', audited(`before`, `'null'`)],
    ['a log-in with something else than a SHA-256', logIn(`'secret'`, `'/docs'`)],
    ['a log-in that ends at another server', logIn(`sha256('a')`, `'https://evil.example.com'`)],
    ['a log-in that does not expire', logIn(`sha256('a')`, `'/docs'`, `'infinity'`)],
    [
      'a row with numbers and a reason why it has none',
      `with report as (${running('stores_total', '1')} returning report_id)
       insert into report_row (report_id, store_key, up_us, down_us, unobserved_us, error)
       select report_id, 1, '{1}', '{1}', '{1}', 'no luck' from report`,
    ],
    ['a closure of an unknown kind', closure({ kind: `'holiday'` })],
    ['a closure of a store and a group', closure({ store_key: '1', group_kind: `'region'`, group_value: `'west'` })],
    ['a closure of half a group', closure({ group_kind: `'region'` })],
    ['a closure that never begins', closure({ starts_at: 'null' })],
    ['a closure that begins twice', closure({ starts_local: `'2023-01-01'` })],
    ['a closure that ends as it begins', closure({ ends_at: 'now()' })],
    ['a closure that ends at no instant', closure({ ends_at: `'infinity'` })],
    [
      'excused time of other windows than the rest',
      `with report as (${running('stores_total', '1')} returning report_id)
       insert into report_row (report_id, store_key, up_us, down_us, unobserved_us, excused_us)
       select report_id, 1, '{1}', '{1}', '{1}', '{1,2}' from report`,
    ],
  ])('%s', async (_what, sql) => {
    await expect(rowsOf(on.database, sql)).rejects.toThrow(/violates/);
  });
});
