import { describe, expect, it } from '@jest/globals';
import { asOfField, parseStoreSearch, readRange } from './search.js';

describe('the address of a store', () => {
  it('says the days, the as-of instant and the data version', () => {
    const raw = { first: '2025-03-06', last: '2025-03-12', asOf: '2025-03-12T17:45:10.250000Z', dataVersion: '3' };
    expect(parseStoreSearch(raw)).toEqual(raw);
  });

  it('loses what it can not mean', () => {
    expect(parseStoreSearch({ first: 'monday', last: ['2025-03-12'], asOf: 'soon', dataVersion: '-1' })).toEqual({});
    expect(parseStoreSearch({ asOf: 'March 7' })).toEqual({});
    expect(parseStoreSearch({ asOf: '2025-13-40T00:00:00Z' })).toEqual({});
  });
});

describe('the form of the days', () => {
  const shown = { first: '2025-03-06', last: '2025-03-12', asOf: '2025-03-12T18:45:10.250001+01:00', dataVersion: '3' };
  const form = { first: '2025-03-01', last: '2025-03-02', asOf: '2025-03-12T17:45:10' };

  it('shows the as-of instant in UTC, to the second', () => {
    expect(asOfField(shown)).toBe(form.asOf);
    expect(asOfField({})).toBe('');
  });

  it('keeps what is pinned, to the microsecond, if only the days change', () => {
    expect(readRange(form, shown)).toEqual({ ...shown, first: form.first, last: form.last });
  });

  it('goes to the newest data with another as-of instant, or with none', () => {
    const days = { first: form.first, last: form.last };
    expect(readRange({ ...form, asOf: '2025-03-10T12:00' }, shown)).toEqual({ ...days, asOf: '2025-03-10T12:00Z' });
    expect(readRange({ ...form, asOf: '' }, shown)).toEqual(days);
  });
});
