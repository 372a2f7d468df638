import { expect, it } from '@jest/globals';
import { describeStaleness } from './staleness.js';

it('a report says whether its data have changed since, and how', () => {
  expect(describeStaleness({ stale: null, changed: null })).toBeNull();
  expect(describeStaleness({ stale: false, changed: { polls: 0, stores: 0 } })).toMatch(/^yes/);
  expect(describeStaleness({ stale: true, changed: { polls: 1, stores: 0 } })).toBe(
    'no: 1 new or corrected poll since. A new report has them.',
  );
  expect(describeStaleness({ stale: true, changed: { polls: 1_200, stores: 2 } })).toBe(
    'no: 1,200 new or corrected polls and 2 new, deleted or changed stores since. A new report has them.',
  );
});
