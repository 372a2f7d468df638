import { beforeAll, describe, expect, it } from '@jest/globals';
import { ensureSchedules } from '../../src/temporal/schedules.js';
import { findSchemathesis, runSchemathesis, type Finding } from '../support/client/schemathesis.js';
import { hours, importText, polls, zones } from '../support/data/importing.js';
import { addKey } from '../support/data/keys.js';
import { useSystem } from '../support/system/use-system.js';

/** What a schema can't say. The check is always that a request which fits the schema is accepted. */
const ALLOWED: readonly { readonly status: number; readonly detail: RegExp; readonly reason: string }[] = [
  { status: 400, detail: /not a cursor of this list/, reason: 'a cursor is opaque: only the API makes valid ones' },
  { status: 400, detail: /is not an IANA time zone/, reason: 'the names of zones are too many for an enum' },
  { status: 400, detail: /is not within the years|leap second/, reason: '`date-time` has years that no poll has' },
  {
    status: 400,
    detail: /a window is given by window|window: "/,
    reason: 'either a window or two instants, and the calendar',
  },
  { status: 400, detail: /windows\[\d+\]: /, reason: 'lengths and the order of instants are no matter of a pattern' },
  {
    status: 400,
    detail: /either times or|expected is a time of day|must not be before validFrom/,
    reason: 'a row of hours has times or is closed, and its dates bound each other',
  },
  {
    status: 400,
    detail: /either intervals or|not in the range|is there already, as|must not be before from/,
    reason: 'a date has intervals or is closed, and the dates of a range bound each other',
  },
  {
    status: 400,
    detail: /The special hours can't be read|from and to are given both|days after from/,
    reason: 'calendars and ranges',
  },
  {
    status: 400,
    detail: /there is no column|is no list of names|is there twice|columns are of the table|group needs columns/,
    reason: 'the columns of a report depend on its windows and groups, and other parameters on them',
  },
  { status: 422, detail: /None of these special hours/, reason: 'other systems have their own shapes' },
  {
    status: 400,
    detail: /one of storeId, group|closure would end before it begins/,
    reason: 'a closure is for one thing, and its ends bound each other',
  },
  {
    status: 400,
    detail: /role admin is not limited|limited to stores or to a group|on stores or on a group/,
    reason: 'the role, the stores and the group of a key or a report depend on each other',
  },
  {
    status: 400,
    detail: /has at most (two|three) decimals/,
    reason: 'multiples of a fraction are not exact in a schema',
  },
  {
    status: 400,
    detail: /is not kind:value|has a (kind|value) that|the group kind|is empty|control character/,
    reason: 'blanks around a name do not count, and a group is two names in one text',
  },
  { status: 400, detail: /there is no window|need a kind of groups/, reason: 'the windows are those of the report' },
  { status: 422, detail: /no store is in the group/, reason: 'depends on the groups of the stores' },
  { status: 400, detail: /expiresAt is in the past/, reason: 'the clock bounds it' },
  { status: 400, detail: /there is no column/, reason: 'the columns are those of the windows of the report' },
  { status: 412, detail: /If-Match/, reason: 'an ETag is opaque' },
  { status: 416, detail: /range/, reason: 'how long the file is depends on the report' },
  { status: 422, detail: /is not within the years|ahead of the clock/, reason: 'polls are of the past' },
  { status: 422, detail: /in the future|before all data/, reason: 'the clock and the data bound an instant' },
  { status: 422, detail: /no polls yet|Unknown stores/, reason: 'depends on what was imported' },
  {
    status: 422,
    detail: /window is empty|window is longer|ends? after|has not begun/,
    reason: 'two instants bound each other',
  },
  { status: 400, detail: /must not be before 1970-01-01/, reason: '`date` has years that no poll has' },
  { status: 422, detail: /firstDate|lastDate/, reason: 'two dates and the clock bound each other' },
  { status: 422, detail: /data version/, reason: 'depends on what was imported' },
  { status: 422, detail: /must be before to|one stands for all/, reason: 'two instants bound each other' },
  { status: 422, detail: /is no outage and no part of one/, reason: 'depends on the polls of the store' },
  { status: 422, detail: /Idempotency-Key/, reason: 'depends on earlier requests' },
  { status: 422, detail: /ZIP/, reason: 'the content of a file has no schema' },
  { status: 426, detail: /This is a WebSocket/, reason: 'it is documented for those who connect' },
];

const schemathesis = await findSchemathesis();
if ('reason' in schemathesis) console.warn(`Schemathesis is not run: ${schemathesis.reason}`);
const describeIfFound = 'python' in schemathesis ? describe : describe.skip;

const system = useSystem({ environment: { AUTH: 'required' } });

const isAllowed = ({ check, status, body }: Finding) =>
  check === 'positive_data_acceptance' &&
  ALLOWED.some((allowed) => allowed.status === status && allowed.detail.test(body));

describeIfFound('an HTTP fuzzer that knows the OpenAPI document', () => {
  beforeAll(async () => {
    await importText(system.database, polls('a,2023-01-24 12:00 UTC,active', 'b,2023-01-24 12:00 UTC,inactive'));
    await importText(system.database, hours('a,1,09:00,17:00'));
    await importText(system.database, zones('a,UTC'));
    await system.startWorker();
    await ensureSchedules(system.temporal.client, system.config);
  });

  it('finds no response that the document does not allow, but for what a schema can not say', async () => {
    const { python } = schemathesis as { python: string };
    const { secret: key } = await addKey(system.database);
    const findings = await runSchemathesis(python, system.url, key, system.folder.path);
    expect(findings.filter((finding) => !isAllowed(finding))).toEqual([]);
  }, 300_000);
});
