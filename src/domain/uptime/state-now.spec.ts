import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { questions } from '../../../test/support/data/arbitrary-history.js';
import { HOUR, parseInstant, type Instant } from '../time/instant.js';
import { closingAfter, currentOutage, OUTAGE_HISTORY, stateAt } from './state-now.js';
import type { StoreHistory } from './store-history.js';
import { computeUptime, noTime } from './uptime.js';

const instant = (text: string) => parseInstant(text, 'required') as Instant;
const RULE = { interpolation: 'nearest', reach: 24 * HOUR } as const;

/** A Tuesday, open from 9 to 17. */
const at = (time: string) => instant(`2023-01-24T${time}:00Z`);
const store = (...polls: readonly (readonly [time: string, status: 'active' | 'inactive'])[]): StoreHistory => ({
  hours: [1, 2].map((dayOfWeek) => ({ dayOfWeek, open: 9 * HOUR, close: 17 * HOUR })),
  timeZone: 'UTC',
  polls: polls.map(([time, status]) => ({ at: at(time), status })),
});

describe('the state of a store at the as-of instant', () => {
  it.each([
    ['10:00', [['09:30', 'active']], 'up'],
    [
      '10:00',
      [
        ['09:30', 'active'],
        ['10:00', 'inactive'],
      ],
      'down',
    ],
    ['10:00', [], 'unobserved'],
    ['10:00', [['08:59', 'active']], 'unobserved'],
    ['09:00', [['09:00', 'active']], 'closed'],
    ['17:00', [['16:00', 'active']], 'up'],
    [
      '18:00',
      [
        ['16:00', 'inactive'],
        ['18:00', 'inactive'],
      ],
      'closed',
    ],
  ] as const)('at %s after the polls %j is %s', (asOf, given, state) => {
    expect(stateAt(store(...given), at(asOf), RULE)).toBe(state);
  });

  it('is excused within an excused closure, and closed within a closed one, whatever the polls found', () => {
    const down = store(['09:30', 'inactive']);
    const within = { from: at('09:00'), to: at('11:00') };
    expect(stateAt({ ...down, closures: [{ kind: 'excused', ...within }] }, at('11:00'), RULE)).toBe('excused');
    expect(stateAt({ ...down, closures: [{ kind: 'excused', ...within }] }, at('11:00') + 1, RULE)).toBe('down');
    expect(stateAt({ ...down, closures: [{ kind: 'closed', ...within }] }, at('11:00'), RULE)).toBe('closed');
  });

  it('is the state in which the time just before it counts', () => {
    fc.assert(
      fc.property(questions, ({ store: history, asOf, rule }) => {
        const [last] = computeUptime(history, [{ from: asOf - 1, to: asOf }], asOf, rule);
        const counted = Object.entries(last!).find(([, time]) => time === 1)?.[0] ?? 'closed';
        expect(stateAt(history, asOf, rule)).toBe(counted);
      }),
    );
  });

  it('is down exactly if there is an outage that has not ended, whose open time is downtime', () => {
    fc.assert(
      fc.property(questions, ({ store: history, asOf, rule }) => {
        const outage = currentOutage(history, asOf, rule);
        expect(outage !== null).toBe(stateAt(history, asOf, rule) === 'down');
        if (outage === null) return;
        const [during] = computeUptime(history, [{ from: outage.since, to: asOf }], asOf, rule);
        expect(during).toEqual({ ...noTime(), down: outage.open });
        expect(outage.since).toBeGreaterThanOrEqual(asOf - OUTAGE_HISTORY);
      }),
    );
  });
});

describe('a store that is open', () => {
  it('closes at the end of its open interval', () => {
    expect(closingAfter(store(), at('10:00'))).toBe(at('17:00'));
    expect(closingAfter(store(), at('17:00'))).toBe(at('17:00'));
    expect(closingAfter(store(), at('09:00'))).toBeNull();
    expect(closingAfter(store(), at('20:00'))).toBeNull();
  });

  it('closes where a closed closure begins, also one to come', () => {
    const closing = (kind: 'closed' | 'excused') => [{ kind, from: at('12:00'), to: Infinity }];
    expect(closingAfter({ ...store(), closures: closing('closed') }, at('10:00'))).toBe(at('12:00'));
    expect(closingAfter({ ...store(), closures: closing('excused') }, at('10:00'))).toBe(at('17:00'));
    expect(closingAfter({ ...store(), hours: [], closures: closing('closed') }, at('10:00'))).toBe(at('12:00'));
  });

  it('does not close if it is always open, by no rows or by rows of every day', () => {
    const daily = [0, 1, 2, 3, 4, 5, 6].map((dayOfWeek) => ({ dayOfWeek, open: 0, close: 24 * HOUR }));
    expect(closingAfter({ ...store(), hours: [] }, at('10:00'))).toBeNull();
    expect(closingAfter({ ...store(), hours: daily }, at('10:00'))).toBeNull();
  });
});
