import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatAddress, parseAddress } from './address.js';

describe('the search parameters of an address', () => {
  it('are texts, also where they look like numbers that are too large', () => {
    expect(parseAddress('?search=8419537941919820732')).toEqual({ search: '8419537941919820732' });
  });

  it('are a list where one is repeated', () => {
    expect(parseAddress('?state=down&state=unobserved')).toEqual({ state: ['down', 'unobserved'] });
    expect(formatAddress({ state: ['down', 'unobserved'] })).toBe('?state=down&state=unobserved');
  });

  it('are not there if there are none', () => {
    expect(formatAddress({ search: undefined })).toBe('');
    expect(parseAddress('')).toEqual({});
  });

  it('say any text', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z]+$/), fc.string({ unit: 'grapheme' })), (search) => {
        expect(parseAddress(formatAddress(search))).toEqual({ ...search });
      }),
    );
  });
});
