import { describe, expect, test } from '@jest/globals';
import { DAY, HOUR, MINUTE, parseInstant } from '../../src/domain/time/instant.js';
import { pollLog, type PolledStore, type PollLogOptions } from './poll-log.js';
import { Random } from './random.js';

const AS_OF = parseInstant('2023-01-25T18:13:22.479220Z', 'required') as number;
const OPTIONS: PollLogOptions = { asOf: AS_OF, days: 8, pollsPerDay: 24, outageShare: 0.05, outageLength: 4 * HOUR };

const made = (stores: number | PolledStore[], options: Partial<PollLogOptions> = {}, seed = 1) => {
  const polled = typeof stores === 'number' ? Array.from({ length: stores }, (_, i) => ({ storeId: `${i}` })) : stores;
  return [...pollLog(polled, { ...OPTIONS, ...options }, new Random(seed))];
};

describe('a poll log', () => {
  test('is in the order of time, from the first day to the as-of instant and not beyond', () => {
    const instants = made(50).map((poll) => poll.at);
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    expect(instants[0]).toBeGreaterThanOrEqual(AS_OF - 8 * DAY);
    expect(instants[0]).toBeLessThan(AS_OF - 8 * DAY + HOUR);
    expect(instants.at(-1)).toBe(AS_OF);
    expect(instants.at(-2)).toBeLessThan(AS_OF);
    expect(instants.every(Number.isInteger)).toBe(true);
  });

  test('polls every store once an hour, give or take a quarter', () => {
    const polls = made(20);
    expect(polls).toHaveLength(20 * 8 * 24);
    for (let store = 1; store < 20; store++) {
      const instants = polls.filter((poll) => poll.store === store).map((poll) => poll.at);
      const gaps = instants.slice(1).map((at, i) => at - instants[i]!);
      expect(instants).toHaveLength(8 * 24);
      expect(Math.min(...gaps)).toBeGreaterThanOrEqual(45 * MINUTE);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(75 * MINUTE);
    }
  });

  test.each([6, 18.6, 24, 48, 100])('has about %d polls of a store in a day', (pollsPerDay) => {
    expect(made(100, { pollsPerDay }).length / (100 * 8 * pollsPerDay)).toBeCloseTo(1, 1);
  });

  test('has the requested inactive share', () => {
    for (const outageShare of [0, 0.05, 0.5]) {
      const polls = made(400, { outageShare });
      const inactive = polls.filter((poll) => poll.status === 'inactive').length;
      expect(Math.abs(inactive / polls.length - outageShare)).toBeLessThan(0.01);
    }
  });

  test('has outages of the requested average length', () => {
    const polls = made(400, { outageLength: 6 * HOUR, days: 20 });
    let [outages, inactive] = [0, 0];
    const before = new Map<number, string>();
    for (const { store, status } of polls) {
      if (status === 'inactive') inactive++;
      if (status === 'inactive' && before.get(store) !== 'inactive') outages++;
      before.set(store, status);
    }
    expect(inactive / outages).toBeGreaterThan(5);
    expect(inactive / outages).toBeLessThan(7);
  });

  test('keeps to planned outages and times without polls', () => {
    const outage = { from: AS_OF - 2 * DAY, to: AS_OF - DAY };
    const quiet = { from: AS_OF - 5 * DAY, to: AS_OF - 4 * DAY };
    const polls = made([{ storeId: 'a', outages: [outage], quiet: [quiet] }, { storeId: 'b' }]);
    for (const { at, status } of polls.filter((poll) => poll.store === 0)) {
      expect(status).toBe(outage.from <= at && at < outage.to ? 'inactive' : 'active');
      expect(quiet.from <= at && at < quiet.to).toBe(false);
    }
    expect(polls.filter((poll) => poll.store === 0)).toHaveLength(7 * 24);
  });

  test('ends at the as-of instant with another store where the first has no polls', () => {
    const polls = made([{ storeId: 'a', quiet: [{ from: -Infinity, to: Infinity }] }, { storeId: 'b' }]);
    expect(polls.at(-1)).toMatchObject({ at: AS_OF, store: 1 });
    expect(polls.every((poll) => poll.store === 1)).toBe(true);
  });

  test('ends there too when it has but few polls', () => {
    for (let seed = 0; seed < 20; seed++) expect(made(1, { days: 1, pollsPerDay: 0.1 }, seed).at(-1)?.at).toBe(AS_OF);
  });
});
