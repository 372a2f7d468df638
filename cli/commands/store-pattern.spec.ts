import { describe, expect, it } from '@jest/globals';
import { storePattern } from './store-pattern.js';

describe('a pattern of store ids', () => {
  it.each([
    ['test-*', ['test-1', 'test-'], ['test', 'my test-1']],
    ['?', ['a', '😀', '\n'], ['', 'ab']],
    ['*\n*', ['a\nb', '\n'], ['a b']],
    ['*', ['', 'a', 'a\r\nb'], []],
    ['a.b', ['a.b'], ['acb']],
    ['[a-z]+(x)', ['[a-z]+(x)'], ['ax']],
    ['100%', ['100%'], ['100']],
  ])('%j', (pattern, matching, others) => {
    const matches = storePattern(pattern);
    expect(matching.filter((storeId) => !matches(storeId))).toEqual([]);
    expect(others.filter(matches)).toEqual([]);
  });
});
