import { ApplicationFailure } from '@temporalio/activity';
import { describe, expect, it } from '@jest/globals';
import { NoDataError } from '../src/persistence/reports/report-errors.js';
import { withNonRetryableFailures } from './failures.js';

const failing = (error: Error) =>
  withNonRetryableFailures({
    async work(): Promise<never> {
      throw error;
    },
  }).work();

describe('an activity', () => {
  it('fails for good with an error that no retry can fix', async () => {
    const failure = await failing(new NoDataError()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(ApplicationFailure);
    expect(failure).toMatchObject({
      nonRetryable: true,
      type: 'NoData',
      message: 'there is no data yet, so there is nothing to report on',
    });
  });

  it('is retried after any other error, which stays as it is', async () => {
    const error = new Error('the database is down');
    await expect(failing(error)).rejects.toBe(error);
  });

  it('returns its result and gets its arguments', async () => {
    const { sum } = withNonRetryableFailures({ sum: async (a: number, b: number) => a + b });
    expect(await sum(2, 3)).toBe(5);
  });
});
