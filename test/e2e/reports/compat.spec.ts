import { beforeAll, describe, expect, it } from '@jest/globals';
import { type ApiResponse } from '../../support/client/http.js';
import { importText, polls } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';
import { waitFor } from '../../support/wait-for.js';

const system = useSystem();
const { http } = system;

beforeAll(async () => {
  await importText(system.database, polls('1,2023-01-23 11:00 UTC,active', 'two words,2023-01-23 11:00 UTC,active'));
});

const csvOf = (ask: () => Promise<ApiResponse>) =>
  waitFor('the CSV', async () => {
    const answer = await ask();
    return answer.headers.get('x-report-status') === 'Complete' && answer;
  });

describe('a client of the first generation', () => {
  it('sees a running report without a worker', async () => {
    const triggered = await http.get('/trigger_report');
    expect(triggered).toMatchObject({ status: 200, body: { report_id: expect.any(String) } });
    const answer = await http.get(`/get_report?report_id=${triggered.body.report_id}`);
    expect(answer).toMatchObject({ status: 200, body: { status: 'Running' } });
  });

  describe('with a worker', () => {
    beforeAll(async () => {
      await system.startWorker();
    });

    it.each([
      ['GET', '/trigger_report'],
      ['POST', '/trigger_report'],
      ['POST', '/trigger_report/'],
    ])('triggers a report by %s %s and gets the CSV as an attachment', async (method, path) => {
      const { body } = await http.send(method, path);
      expect(Object.keys(body)).toEqual(['report_id']);
      const csv = await csvOf(() => http.get(`/get_report/?report_id=${body.report_id}`));
      expect(csv.headers.get('content-type')).toContain('text/csv');
      expect(csv.headers.get('content-disposition')).toBe('attachment; filename="report.csv"');
      expect(csv.text.split('\n')).toHaveLength(4);
    });

    it('gets a description instead if it accepts only JSON', async () => {
      const { report_id } = (await http.post('/trigger_report')).body;
      await csvOf(() => http.get(`/get_report?report_id=${report_id}`));
      const answer = await http.get(`/get_report?report_id=${report_id}`, { accept: 'application/json' });
      expect(answer.body).toEqual({ status: 'Complete', file: 'report.csv', url: `/reports/${report_id}/csv` });
      expect((await http.get(answer.body.url)).text).toContain('store_id,');
    });

    it.each(['GET', 'POST'])('reports on one store by %s', async (method) => {
      const { report_id } = (await http.send(method, '/store/two%20words/trigger_report')).body;
      const csv = await csvOf(() => http.post('/store/get_report', { report_id }));
      expect(csv.text.split('\n').map((line) => line.split(',')[0])).toEqual(['store_id', 'two words', '']);
    });
  });

  it.each([
    ['GET', '/get_report', undefined, 400, /report_id/],
    ['GET', '/get_report?report_id=1', undefined, 400, /a report id is a UUID/],
    ['GET', '/get_report?report_id=4f3a5f1e-7d0c-4a39-9d86-0d5f4f7e9a11', undefined, 404, /There is no report/],
    ['POST', '/store/get_report', {}, 400, /report_id/],
    ['POST', '/store/nowhere/trigger_report', undefined, 404, /There is no store "nowhere"/],
  ])('is told what is wrong with %s %s', async (method, path, body, status, detail) => {
    const answer = await http.send(method, path, body);
    expect(answer).toMatchObject({ status, body: { status, detail: expect.stringMatching(detail) } });
  });
});
