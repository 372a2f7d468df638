import type { Range, settingReader } from './setting-reader.js';

/** How much one client may have. No normal use meets the defaults. */
export interface LimitSettings {
  /** Of an API key, or of an address where there is none; in each API. */
  readonly requestsPerMinute: number;
  /** From one address, within 15 minutes. */
  readonly failedLoginsPerAddress: number;
  readonly runningReportsPerKey: number;
  readonly runningReports: number;
  /** Of an API key, or of an address where there is none; in each API. */
  readonly webSocketsPerKey: number;
  /** A request must have arrived after this time; an upload must at least go on. */
  readonly requestTimeoutSeconds: number;
}

const COUNT: Range = { from: 1, to: 1_000_000, unit: 'a limit' };

/** @throws {ConfigError} at the first invalid value */
export function readLimitSettings(read: ReturnType<typeof settingReader>): LimitSettings {
  return {
    requestsPerMinute: read.integer('REQUESTS_PER_MINUTE', 30_000, COUNT),
    failedLoginsPerAddress: read.integer('FAILED_LOGINS_PER_ADDRESS', 30, COUNT),
    runningReportsPerKey: read.integer('RUNNING_REPORTS_PER_KEY', 20, COUNT),
    runningReports: read.integer('RUNNING_REPORTS', 100, COUNT),
    webSocketsPerKey: read.integer('WEBSOCKETS_PER_KEY', 200, COUNT),
    requestTimeoutSeconds: read.integer('REQUEST_TIMEOUT_SECONDS', 60, { from: 1, to: 3_600, unit: 'seconds' }),
  };
}
