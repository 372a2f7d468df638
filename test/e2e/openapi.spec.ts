import { readFile } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem();
const { http } = system;

describe('the description of the API', () => {
  it('is OpenAPI 3.1 and names every route', async () => {
    const { body } = await http.get('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    expect(body.info.version).toBe(JSON.parse(await readFile('package.json', 'utf8')).version);
    expect(Object.keys(body.paths).sort()).toEqual([
      '/get_report',
      '/health/live',
      '/health/ready',
      '/imports',
      '/imports/{importId}',
      '/imports/{importId}/rejects',
      '/polls',
      '/reports',
      '/reports/{reportId}',
      '/reports/{reportId}/cancel',
      '/reports/{reportId}/csv',
      '/reports/{reportId}/diff',
      '/reports/{reportId}/outages',
      '/reports/{reportId}/remake',
      '/reports/{reportId}/retry',
      '/reports/{reportId}/rows',
      '/schedules',
      '/schedules/{scheduleId}',
      '/schedules/{scheduleId}/backfill',
      '/schedules/{scheduleId}/pause',
      '/schedules/{scheduleId}/resume',
      '/schedules/{scheduleId}/trigger',
      '/store/get_report',
      '/store/{storeId}/trigger_report',
      '/stores',
      '/stores/{storeId}',
      '/stores/{storeId}/business-hours',
      '/stores/{storeId}/outages',
      '/stores/{storeId}/timeline',
      '/stores/{storeId}/uptime',
      '/trigger_report',
      '/ws/reports/{reportId}',
    ]);
  });

  it('refers only to schemas that it defines', async () => {
    const { body, text } = await http.get('/openapi.json');
    const references = [...text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].map((match) => match[1]!);
    expect(references).toContain('Report');
    expect(references).toContain('Problem');
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

  it('has a page to read and try it', async () => {
    const page = await http.get('/docs');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Storelight API');
    expect((await http.get('/docs/swagger-ui-bundle.js')).status).toBe(200);
  });
});
