import { expect, it } from '@jest/globals';
import { importText, polls } from '../../support/data/importing.js';
import { useSystem } from '../../support/system/use-system.js';

const system = useSystem();
const { http } = system;

const STORES = 10_000;

it('sums the groups of many stores in time also before the database knows how many they are', async () => {
  const ids = Array.from({ length: STORES }, (_, store) => `store-${store}`);
  const attributes = ids.map((id, store) => `${id},region ${store % 50},brand ${store % 7},${90 + (store % 10)}`);
  await importText(system.database, ['store_id,group:region,group:brand,target', ...attributes, ''].join('\n'));
  await importText(system.database, polls(...ids.map((id) => `${id},2023-01-24 12:00 UTC,active`)));
  await system.startWorker();
  const { reportId } = await http.report();
  const { status, body } = await http.get(`/reports/${reportId}/summary?by=region`);
  expect(status).toBe(200);
  expect(body.fleet).toMatchObject({ stores: STORES, met: STORES });
});
