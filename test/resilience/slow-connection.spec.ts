import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { startSystemBehindProxy, type SystemBehindProxy } from '../support/system/system-behind-proxy.js';
import { httpClient } from '../support/client/http.js';
import { sameAs } from '../support/client/same-report.js';

const STORES = 3_000;

/** Few enough to come a few bytes at a time. */
const OF_SOME = { storeIds: Array.from({ length: 30 }, (_, store) => `store-${store * 101}`) };

/** Twenty questions, one after the other, take a while at two seconds each. */
const LONG_MS = 120_000;

let on: SystemBehindProxy;
let http: ReturnType<typeof httpClient>;
let undisturbed: any;

beforeAll(async () => {
  on = await startSystemBehindProxy(STORES);
  http = httpClient(on.system.url);
  undisturbed = await http.report(OF_SOME);
});

afterEach(() => on.line.setMode({ kind: 'as they come' }));

afterAll(() => on.stop());

describe('a report that is made while the database says', () => {
  it(
    'everything two seconds late is the same to the byte',
    async () => {
      on.line.setMode({ kind: 'late', ms: 2_000 });
      const reportId = await http.trigger(OF_SOME);
      expect(await http.ended(reportId, LONG_MS)).toMatchObject(sameAs(undisturbed));
    },
    LONG_MS,
  );

  it('seven bytes at a time is the same to the byte', async () => {
    on.line.setMode({ kind: 'dribbling', bytes: 7, everyMs: 1 });
    expect(await http.report(OF_SOME)).toMatchObject(sameAs(undisturbed));
  });
});
