import { describe, expect, it } from '@jest/globals';
import { loadConfig } from './config.js';

const DEFAULTS = {
  requestsPerMinute: 30_000,
  failedLoginsPerAddress: 30,
  runningReportsPerKey: 20,
  runningReports: 100,
  webSocketsPerKey: 200,
  requestTimeoutSeconds: 60,
};

describe('the limits', () => {
  it('are there unless set', () => {
    expect(loadConfig({}).limits).toEqual(DEFAULTS);
  });

  it.each([
    ['REQUESTS_PER_MINUTE', 'requestsPerMinute'],
    ['FAILED_LOGINS_PER_ADDRESS', 'failedLoginsPerAddress'],
    ['RUNNING_REPORTS_PER_KEY', 'runningReportsPerKey'],
    ['RUNNING_REPORTS', 'runningReports'],
    ['WEBSOCKETS_PER_KEY', 'webSocketsPerKey'],
    ['REQUEST_TIMEOUT_SECONDS', 'requestTimeoutSeconds'],
  ])('are set by variables such as %s, one by one', (name, limit) => {
    expect(loadConfig({ [name]: '7' }).limits).toEqual({ ...DEFAULTS, [limit]: 7 });
    expect(() => loadConfig({ [name]: '0' })).toThrow(`${name} is "0": it must be`);
    expect(() => loadConfig({ [name]: 'off' })).toThrow(`${name} is "off": it must be`);
  });
});
