import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { hours, importText, polls } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem();
const run = promisify(execFile);

const GENERATOR = path.resolve('node_modules/@hey-api/openapi-ts/bin/run.js');
const COMPILER = path.resolve('node_modules/typescript/bin/tsc');

const COMPILER_OPTIONS = {
  strict: true,
  noUncheckedIndexedAccess: true,
  target: 'es2023',
  lib: ['es2023', 'dom', 'dom.iterable'],
  module: 'nodenext',
  types: [],
  outDir: 'compiled',
};

/** Uses the client as its author would, and prints what came out as JSON. Every type is the generated one. */
const PROGRAM = `
import {
  addStore, deleteStore, getBusinessHours, getReport, getReportCsv, getStoreTimeline, listReportRows, listReports,
  listStores, pauseSchedule, pushPolls, replaceBusinessHours, requestReport,
} from './client/sdk.gen.js';
import { client } from './client/client.gen.js';
import type { HoursRow, NewPoll, Problem, ReportDetail, ReportStatus, Store } from './client/types.gen.js';

client.setConfig({ baseUrl: BASE_URL });

const poll: NewPoll = { storeId: 'pushed', at: '2023-01-24T12:00:00Z', status: 'inactive' };
const pushed = await pushPolls({ body: [poll], throwOnError: true });

const added = await addStore({ body: { storeId: 'a/b', timeZone: 'UTC' }, throwOnError: true });
const store: Store = added.data;
const hours: HoursRow[] = [{ dayOfWeek: 0, open: '09:00', close: '17:00' }];
const replaced = await replaceBusinessHours({ path: { storeId: 'a/b' }, body: hours, throwOnError: true });
const etag: string | null = replaced.response.headers.get('etag');
const conflict = await replaceBusinessHours({ path: { storeId: 'a/b' }, headers: { 'if-match': '"other"' }, body: [] });
const problem: Problem | undefined = conflict.error;
const read = await getBusinessHours({ path: { storeId: 'a/b' }, throwOnError: true });
const deleted = await deleteStore({ path: { storeId: 'a/b' } });

const { data: page } = await listStores({ query: { limit: 1 }, throwOnError: true });
const { data: next } = await listStores({ query: { limit: 1, cursor: page.nextCursor ?? '' }, throwOnError: true });

const { data: triggered } = await requestReport({ body: { windows: ['PT1H', 'P7D'] }, throwOnError: true });
let report: ReportDetail;
do {
  report = (await getReport({ path: triggered, throwOnError: true })).data;
} while (report.status === 'Running');
const status: ReportStatus = report.status;
const csv = await getReportCsv({ path: triggered, parseAs: 'text', throwOnError: true });
const rows = await listReportRows({
  path: triggered, query: { sort: 'P7D.downtimeSeconds', order: 'desc', limit: 1 }, throwOnError: true,
});
const worst = rows.data.items[0];
const { data: reports } = await listReports({ query: { trigger: 'request' }, throwOnError: true });

const { data: timeline } = await getStoreTimeline({
  path: { storeId: 'pushed' }, query: { from: '2023-01-24T11:00:00Z', to: '2023-01-24T13:00:00Z' }, throwOnError: true,
});
// Its body may be left out.
const paused = await pauseSchedule({ path: { scheduleId: 'report-hourly' } });

console.log(JSON.stringify({
  inserted: pushed.data.inserted, store: store.storeId, etag, problem: problem?.status, hours: read.data,
  deleted: deleted.response?.status, stores: [page, next].map(({ items }) => items[0]?.storeId), status,
  csv: csv.data.split('\\n')[0], worst: worst?.windows?.P7D?.downtimeSeconds, reports: reports.items.length,
  segments: timeline.segments.map(({ state }) => state), paused: paused.error?.status,
}));
`;

describe('a client that is generated from the OpenAPI document', () => {
  let types: string;

  beforeAll(async () => {
    await importText(system.database, polls('imported,2023-01-24 12:00 UTC,active'));
    await importText(system.database, hours('imported,1,09:00,17:00'));
    await system.startWorker();
    const { folder, url } = system;
    const output = { path: path.join(folder.path, 'client'), module: { extension: '.js' } };
    const config = { input: `${url}/openapi.json`, output, logs: { file: false, level: 'silent' } };
    await folder.write('generator.mjs', `export default ${JSON.stringify(config)};`);
    await run(process.execPath, [GENERATOR, '-f', path.join(folder.path, 'generator.mjs')]);
    types = await readFile(path.join(output.path, 'types.gen.ts'), 'utf8');
  });

  it('compiles strictly, and works against the API', async () => {
    const { folder, url } = system;
    await folder.write('program.ts', PROGRAM.replace('BASE_URL', JSON.stringify(url)));
    await folder.write('package.json', '{ "type": "module" }');
    await folder.write('tsconfig.json', JSON.stringify({ compilerOptions: COMPILER_OPTIONS, files: ['program.ts'] }));
    await run(process.execPath, [COMPILER, '-p', folder.path]).catch((error: unknown) => {
      throw new Error((error as { stdout: string }).stdout);
    });
    const { stdout } = await run(process.execPath, [path.join(folder.path, 'compiled/program.js')]);
    expect(JSON.parse(stdout)).toEqual({
      inserted: 1,
      store: 'a/b',
      etag: expect.stringMatching(/^"/),
      problem: 412,
      hours: [{ dayOfWeek: 0, open: '09:00', close: '17:00' }],
      deleted: 204,
      stores: ['imported', 'pushed'],
      status: 'Complete',
      csv: 'store_id,uptime_PT1H_minutes,uptime_P7D_hours,downtime_PT1H_minutes,downtime_P7D_hours',
      worst: 24 * 3600,
      reports: 1,
      segments: ['down'],
      paused: 404,
    });
  });

  it('has types with the names of the resources, each once', () => {
    const names = [...types.matchAll(/^export type (\w+)/gm)].map((match) => match[1]!);
    expect(names.filter((name) => /\d$|Controller|Dto/.test(name))).toEqual([]);
    expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(names.length);
    expect(names).toEqual(expect.arrayContaining(['Report', 'ReportRequest', 'Store', 'Import', 'NewPoll', 'Problem']));
  });

  it('has no shape that nobody named, and nothing that is unknown', () => {
    const shapes = types.split(/^export type /m).filter((type) => !/^\w+(Data|Errors|Responses|Options) /.test(type));
    const nested = shapes.filter((type) => /^ {4}.*\{$/m.test(type) && !type.includes('[key: string]'));
    expect(nested).toEqual([]);
    // Audit events hold the values of whatever was changed.
    const others = types.replace(/^export type AuditedValues = [^;]*;\n[^;]*;/m, '');
    expect(others).not.toMatch(/\bunknown;/);
  });
});
