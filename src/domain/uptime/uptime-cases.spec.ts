import { describe, expect, test } from '@jest/globals';
import { UPTIME_CASES, evaluateCase, expectedUptime } from '../../../test/support/reference/uptime-cases.js';

describe('the worked cases', () => {
  test.each(UPTIME_CASES.map((worked) => [worked.name, worked] as const))('%s', (_, worked) => {
    expect(evaluateCase(worked)).toEqual(expectedUptime(worked));
  });
});
