import { describe, expect, it } from '@jest/globals';
import { parseReportsSearch } from './search.js';

describe('the address of the list of reports', () => {
  it('says the status and the trigger', () => {
    const raw = { status: 'Failed', trigger: 'scheduled' };
    expect(parseReportsSearch(raw)).toEqual(raw);
  });

  it('loses what it can not mean', () => {
    expect(parseReportsSearch({ status: 'failed', trigger: ['request'] })).toEqual({});
  });
});
