import { describe, expect, it } from '@jest/globals';
import { parseImportsSearch } from './search.js';

describe('the address of the list of imports', () => {
  it('says which are shown', () => {
    expect(parseImportsSearch({ only: 'rejects' })).toEqual({ only: 'rejects' });
    expect(parseImportsSearch({ only: 'Failed' })).toEqual({ only: 'Failed' });
  });

  it('shows all where it says nothing that is known', () => {
    expect(parseImportsSearch({})).toEqual({});
    expect(parseImportsSearch({ only: 'deleted' })).toEqual({});
  });
});
