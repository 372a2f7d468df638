import { describe, expect, it } from '@jest/globals';
import { parseReportSearch } from './search.js';

describe('the address of a report', () => {
  it('says the window, the stores and their order, and with what it is compared', () => {
    const raw = { window: 'P7D', search: '12', sort: 'downtimeSeconds', order: 'desc', against: 'a' };
    expect(parseReportSearch(raw)).toEqual(raw);
  });

  it('loses what it can not mean', () => {
    expect(parseReportSearch({ window: '', sort: 'name', order: 'down', against: ['a', 'b'] })).toEqual({});
  });
});
