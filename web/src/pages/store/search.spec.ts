import { describe, expect, it } from '@jest/globals';
import { addDays, parseStoreSearch } from './search.js';

describe('the address of a store', () => {
  it('says the days, the as-of instant and the data version', () => {
    const raw = { first: '2025-03-06', last: '2025-03-12', asOf: '2025-03-12T17:45:10.250000Z', dataVersion: '3' };
    expect(parseStoreSearch(raw)).toEqual(raw);
  });

  it('loses what it can not mean', () => {
    expect(parseStoreSearch({ first: 'monday', last: ['2025-03-12'], asOf: 'soon', dataVersion: '-1' })).toEqual({});
  });

  it('counts days over the end of a month and a leap day', () => {
    expect(addDays('2024-02-26', 7)).toBe('2024-03-04');
    expect(addDays('2025-03-01', -1)).toBe('2025-02-28');
  });
});
