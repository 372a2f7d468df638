import { beforeAll, describe, expect, it } from '@jest/globals';
import { useSystemBehindProxy } from '../support/faults/use-system-behind-proxy.js';
import { sameAs } from '../support/client/same-report.js';

const STORES = 3_000;

/** Few stores, since their data come a few bytes at a time. */
const OF_SOME = { storeIds: Array.from({ length: 30 }, (_, store) => `store-${store * 101}`) };

/** Twenty requests, one after the other, take two seconds each. */
const LONG_MS = 120_000;

const { system, proxy } = useSystemBehindProxy(STORES);
const { http } = system;
let undisturbed: any;

beforeAll(async () => {
  undisturbed = await http.report(OF_SOME);
});

describe('a report that is generated while the database sends', () => {
  it(
    'everything two seconds late is the same to the byte',
    async () => {
      proxy.setMode({ kind: 'late', ms: 2_000 });
      const reportId = await http.trigger(OF_SOME);
      expect(await http.waitUntilEnded(reportId, LONG_MS)).toMatchObject(sameAs(undisturbed));
    },
    LONG_MS,
  );

  it('seven bytes at a time is the same to the byte', async () => {
    proxy.setMode({ kind: 'dribbling', bytes: 7, everyMs: 1 });
    expect(await http.report(OF_SOME)).toMatchObject(sameAs(undisturbed));
  });
});
