import { describe, expect, it } from '@jest/globals';
import { parseStoresSearch, toStatesQuery } from './search.js';

describe('the address of the list of stores', () => {
  it('says the filters and the order', () => {
    const raw = {
      search: '84195',
      state: ['up', 'down'],
      timeZone: 'Asia/Kolkata',
      sort: 'week.uptimePercent',
      order: 'desc',
    };
    expect(parseStoresSearch(raw)).toEqual({ ...raw, state: ['down', 'up'] });
  });

  it('may have one state', () => {
    expect(parseStoresSearch({ state: 'down' })).toEqual({ state: ['down'] });
  });

  it('loses what it can not mean', () => {
    expect(parseStoresSearch({ search: '', state: 'open', sort: 'password', order: 'up', timeZone: [] })).toEqual({});
  });

  it('lists the worst state first where it says no order', () => {
    expect(toStatesQuery({})).toEqual({ sort: 'state', order: 'asc' });
  });
});
