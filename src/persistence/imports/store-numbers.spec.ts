import { describe, expect, it } from '@jest/globals';
import { StoreNumbers } from './store-numbers.js';

const numberOf = (stores: StoreNumbers, id: string) => stores.find(id) ?? stores.add(id);
const numbersOf = (stores: StoreNumbers, ids: string) => Array.from(ids, (id) => numberOf(stores, id));

describe('the numbers of stores', () => {
  it('are the same whenever a store returns', () => {
    const stores = new StoreNumbers();
    expect(numbersOf(stores, 'abcabcab')).toEqual([1, 2, 3, 1, 2, 3, 1, 2]);
    expect([stores.find('a'), stores.find('d')]).toEqual([1, undefined]);
  });

  it('stay for the first stores when there are more than can be kept', () => {
    const roomForTwo = 2 * 51;
    const stores = new StoreNumbers(roomForTwo, 1);
    expect(numbersOf(stores, 'abcdabcd')).toEqual([1, 2, 3, 4, 1, 2, 5, 6]);
  });

  it('stay for a store that is named many times in a row, however many stores there are', () => {
    const stores = new StoreNumbers(0, 1);
    expect(numbersOf(stores, 'aaabbbccc')).toEqual([1, 1, 1, 2, 2, 2, 3, 3, 3]);
  });

  it('are never given to two stores', () => {
    const stores = new StoreNumbers(51, 2);
    const byNumber = new Map<number, string>();
    for (const id of 'abcdefgabcdefgaabbccddeeffgg') {
      const number = numberOf(stores, id);
      expect(byNumber.get(number) ?? id).toBe(id);
      byNumber.set(number, id);
    }
  });
});
