import { expect, it } from '@jest/globals';
import type { Closure } from '../../api/types.gen.js';
import { describeClosure, goesOnAfter, NEW_CLOSURE, toClosureInput, toPeriod } from './closures.js';

const CLOSURE: Closure = {
  closureId: '',
  scope: { storeId: 'a' },
  from: '2024-03-04T12:30:00.000000Z',
  until: '2024-03-04T15:00:00.000000Z',
  kind: 'excused',
  reason: 'network',
};

it('says a closure on the clock of the store, and for whom it is', () => {
  expect(describeClosure(CLOSURE, 'UTC')).toBe('Excused, from 4 Mar, 12:30 UTC to 4 Mar, 15:00 UTC (network)');
  const local = { ...CLOSURE, scope: { fleet: true as const }, from: '2024-03-04T12:30:00.000000', until: null };
  expect(describeClosure({ ...local, kind: 'closed', reason: null }, 'Asia/Tokyo')).toBe(
    'Closed, all stores, from 4 Mar, 12:30 local on, without an end',
  );
});

it('is asked for with an end or without one', () => {
  const form = { ...NEW_CLOSURE, from: '2024-03-04T12:30', reason: 'network' };
  expect(toPeriod(NEW_CLOSURE)).toBeNull();
  expect(toPeriod(form)).toEqual({ kind: 'excused', from: '2024-03-04T12:30', until: null });
  expect(toClosureInput({ storeId: 'a' }, { ...form, until: '2024-03-04T15:00' })).toEqual({
    scope: { storeId: 'a' },
    kind: 'excused',
    from: '2024-03-04T12:30',
    until: '2024-03-04T15:00',
    reason: 'network',
  });
});

it('goes on after an instant, or does not', () => {
  expect(goesOnAfter(CLOSURE, '2024-03-04T14:59:00Z')).toBe(true);
  expect(goesOnAfter(CLOSURE, '2024-03-04T15:00:00Z')).toBe(false);
  expect(goesOnAfter({ ...CLOSURE, until: null }, '2030-01-01T00:00:00Z')).toBe(true);
});
