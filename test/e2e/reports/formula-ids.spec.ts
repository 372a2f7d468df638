import { describe, expect, it } from '@jest/globals';
import { readExportedCsv } from '../../support/data/exported-csv.js';
import { uploadAndWait } from '../../support/client/upload.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

const AT = '2023-01-23T10:00:00Z';
const IDS = ["''-7", "'-7", "'=1+2", "'a", '-7', '=1+2'];

describe('store ids that a spreadsheet would run as formulas', () => {
  it('stay different in the CSVs of a report, and can be read back', async () => {
    await system.startWorker();
    await http.post(
      '/polls',
      IDS.map((storeId) => ({ storeId, at: AT, status: 'active' })),
    );
    const { reportId } = await http.report({ storeIds: IDS });
    for (const path of ['csv', 'rows?format=csv']) {
      const { text } = await http.get(`/reports/${reportId}/${path}`);
      const written = text.split('\n').map((line) => line.split(',')[0]);
      expect(written.slice(1, -1)).toEqual(["'''-7", "''-7", "''=1+2", "'a", "'-7", "'=1+2"]);
      expect(readExportedCsv(text).map(([storeId]) => storeId)).toEqual(['store_id', ...IDS]);
    }
  });

  it('can be read back from rejected rows', async () => {
    const row = "'=1+2,yesterday,active";
    const file = `store_id,timestamp_utc,status\na,2023-01-23 10:00:00 UTC,active\n${row}\n`;
    const [{ importId }] = await uploadAndWait(system.url, ['polls.csv', file]);
    const { text } = await http.get(`/imports/${importId}/rejects`);
    expect(text).toContain(`"''=1+2,yesterday,active"`);
    expect(readExportedCsv(text)[1]![2]).toBe(row);
  });
});
