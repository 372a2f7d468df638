import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem();
const { http } = system;

const operationsOf = (document: any): any[] => Object.values<any>(document.paths).flatMap(Object.values);

describe('the description of the API', () => {
  it('is OpenAPI 3.1 and names every route', async () => {
    const { body } = await http.get('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(body.info.version).toBe(JSON.parse(await readFile('package.json', 'utf8')).version);
    expect(Object.keys(body.paths).sort()).toEqual([
      '/audit',
      '/calendar',
      '/closures',
      '/closures/{closureId}',
      '/get_report',
      '/groups',
      '/groups/{kind}/{value}',
      '/groups/{kind}/{value}/special-hours',
      '/groups/{kind}/{value}/special-hours/{date}',
      '/health/live',
      '/health/ready',
      '/imports',
      '/imports/{importId}',
      '/imports/{importId}/rejects',
      '/keys',
      '/keys/{keyId}',
      '/keys/{keyId}/rotate',
      '/now',
      '/now/groups',
      '/now/stores',
      '/now/time-zones',
      '/now/uptime',
      '/polls',
      '/polls/hourly',
      '/reports',
      '/reports/trend',
      '/reports/{reportId}',
      '/reports/{reportId}/cancel',
      '/reports/{reportId}/csv',
      '/reports/{reportId}/diff',
      '/reports/{reportId}/outages',
      '/reports/{reportId}/parquet',
      '/reports/{reportId}/remake',
      '/reports/{reportId}/retry',
      '/reports/{reportId}/rows',
      '/reports/{reportId}/summary',
      '/reports/{reportId}/xlsx',
      '/schedules',
      '/schedules/{scheduleId}',
      '/schedules/{scheduleId}/backfill',
      '/schedules/{scheduleId}/pause',
      '/schedules/{scheduleId}/resume',
      '/schedules/{scheduleId}/trigger',
      '/session',
      '/session/methods',
      '/session/oidc',
      '/session/oidc/callback',
      '/sessions',
      '/sessions/{sessionId}',
      '/store/get_report',
      '/store/{storeId}/trigger_report',
      '/stores',
      '/stores/{storeId}',
      '/stores/{storeId}/business-hours',
      '/stores/{storeId}/days',
      '/stores/{storeId}/hours-of-week',
      '/stores/{storeId}/outages',
      '/stores/{storeId}/outages/excuse',
      '/stores/{storeId}/special-hours',
      '/stores/{storeId}/special-hours/{date}',
      '/stores/{storeId}/timeline',
      '/stores/{storeId}/uptime',
      '/stores/{storeId}/uptime/preview',
      '/targets/default',
      '/trigger_report',
      '/ws/changes',
      '/ws/reports/{reportId}',
    ]);
  });

  it('refers only to schemas that it defines', async () => {
    const { body, text } = await http.get('/openapi.json');
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]!);
    expect(references).toContain('Report');
    expect(references).toContain('Problem');
    expect(text.match(/"\$ref":"/g)).toHaveLength(references.length);
    for (const name of references) expect(body.components.schemas).toHaveProperty(name);
  });

  it('describes the responses as they are', async () => {
    const { body } = await http.get('/openapi.json');
    expect(Object.keys(body.components.schemas.Report.properties)).toEqual([
      'reportId',
      'status',
      'asOf',
      'dataVersion',
      'timeZoneData',
      'request',
      'requestedAt',
      'trigger',
      'scheduledAt',
      'finishedAt',
      'durationMs',
      'progress',
      'storesWithAssumedTimeZone',
      'attempt',
      'error',
      'failedPart',
      'csv',
      'workflow',
    ]);
    expect(body.paths['/stores/{storeId}'].get.parameters).toMatchObject([
      { name: 'storeId', in: 'path', required: true },
    ]);
  });

  it('has its routes in groups with descriptions, in an order, and a name for each', async () => {
    const { body } = await http.get('/openapi.json');
    expect(body.tags.map(({ name }: any) => name)).toEqual([
      'Reports',
      'Stores',
      'Imports',
      'Polls',
      'Changes',
      'Schedules',
      'Access',
      'Health',
      'First generation',
    ]);
    for (const { description } of body.tags) expect(description).toMatch(/\.$/);
    const operations = operationsOf(body);
    expect(operations.map(({ tags }) => tags.length)).toEqual(operations.map(() => 1));
    const ids = operations.map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    for (const id of ids) expect(id).toMatch(/^[a-z]+[A-Z][A-Za-z]+$/);
    expect(ids).toEqual(expect.arrayContaining(['listReports', 'getStoreTimeline', 'pushPolls']));
  });

  it('says what a value may be: bounds, patterns, formats, and an example', async () => {
    const { body } = await http.get('/openapi.json');
    const parameter = (path: string, name: string) =>
      body.paths[path].get.parameters.find((described: any) => described.name === name).schema;
    expect(parameter('/reports', 'limit')).toMatchObject({ type: 'integer', minimum: 1, maximum: 100, default: 20 });
    expect(parameter('/reports', 'from')).toMatchObject({ type: 'string', format: 'date-time' });
    expect(parameter('/stores/{storeId}/uptime', 'reachHours')).toMatchObject({ type: 'integer', maximum: 168 });
    expect(parameter('/stores/{storeId}', 'storeId')).toMatchObject({ minLength: 1, maxLength: 255 });
    const { NewPoll, HoursRowInput, Report, ReportRequest } = body.components.schemas;
    expect(NewPoll.properties.storeId).toMatchObject({ minLength: 1, maxLength: 255, pattern: expect.any(String) });
    expect(NewPoll.properties.at).toMatchObject({ format: 'date-time' });
    expect(HoursRowInput.properties.close).toMatchObject({ pattern: expect.any(String) });
    expect(Report.properties.attempt).toMatchObject({ type: 'integer', minimum: 0 });
    for (const { example } of [NewPoll, HoursRowInput, ReportRequest]) expect(example).toBeDefined();
  });

  it('has bodies that may be left out where they may', async () => {
    const { body } = await http.get('/openapi.json');
    const bodies = operationsOf(body).filter(({ requestBody }) => requestBody !== undefined);
    const optional = bodies.filter(({ requestBody }) => !requestBody.required).map(({ operationId }) => operationId);
    expect(optional).toEqual(['rotateKey', 'requestReport', 'pauseSchedule']);
  });

  it('documents CSVs where they are answered', async () => {
    const { body } = await http.get('/openapi.json');
    const csv = operationsOf(body).filter(({ responses }) => responses[200]?.content?.['text/csv'] !== undefined);
    expect(csv.map(({ operationId }) => operationId)).toEqual([
      'listAuditEvents',
      'getReportSummary',
      'getReportCsv',
      'listReportRows',
      'getImportRejects',
      'getReportOrCsv',
      'getStoreReportOrCsv',
    ]);
  });

  it('documents files of bytes as such', async () => {
    const { body } = await http.get('/openapi.json');
    const contentOf = (path: string) => body.paths[`/reports/{reportId}/${path}`].get.responses[200].content;
    const schema = { type: 'string', format: 'binary' };
    expect(contentOf('xlsx')).toEqual({
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': { schema },
    });
    expect(contentOf('parquet')).toEqual({ 'application/vnd.apache.parquet': { schema } });
  });

  it('documents the problems of what has a body or a parameter in its path', async () => {
    const { body } = await http.get('/openapi.json');
    for (const [path, methods] of Object.entries<any>(body.paths)) {
      for (const [method, { responses }] of Object.entries<any>(methods)) {
        if (method !== 'get') expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '413', '415']));
        if (path.includes('{')) expect(Object.keys(responses)).toEqual(expect.arrayContaining(['400', '414']));
      }
    }
  });

  it('has a page to read and try it', async () => {
    const page = await http.get('/docs');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Storelight API');
    expect((await http.get('/docs/swagger-ui-bundle.js')).status).toBe(200);
  });
});
