import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { UPTIME_CASES, expectedUptime } from '../../../test/support/reference/uptime-cases.js';

const support = (file: string) => new URL(`../../../test/support/reference/${file}`, import.meta.url);

async function evaluateOn(timeZone: string, today: string) {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import', support('import-typescript.js').href, fileURLToPath(support('evaluate-cases.ts'))],
    { env: { ...process.env, NODE_OPTIONS: '', TZ: timeZone, TODAY: today } },
  );
  return JSON.parse(stdout) as { hostOffsetMinutes: number; results: unknown };
}

test.each([
  ['Pacific/Apia', '2024-01-15T00:00:00Z', -780],
  ['America/Sao_Paulo', '2018-07-15T00:00:00Z', 180],
  ['Australia/Lord_Howe', '2024-07-15T00:00:00Z', -630],
  ['UTC', '2011-12-30T00:00:00Z', 0],
])('the worked cases come out the same on a host in %s, on %s (17)', async (timeZone, today, hostOffsetMinutes) => {
  expect(await evaluateOn(timeZone, today)).toEqual({ hostOffsetMinutes, results: UPTIME_CASES.map(expectedUptime) });
});
