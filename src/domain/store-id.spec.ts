import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compareStoreIds, isStorable, storeIdProblem } from './store-id.js';

describe('a store id', () => {
  it.each([
    '1',
    '257000000000000',
    'two words',
    ' blanks around ',
    '店',
    '=1+2',
    'x'.repeat(255),
    '\u{1F600}'.repeat(255),
  ])('may be any text: %j', (text) => {
    expect(storeIdProblem(text)).toBeNull();
    expect(isStorable(text)).toBe(true);
  });

  it.each([
    ['', 'is empty'],
    ['   ', 'is empty'],
    ['x'.repeat(256), 'has 256 characters; at most 255 are allowed'],
    ['a\0b', 'contains a NUL character'],
    ['a\nb', 'contains a line break or another control character'],
    ['\u{1F600}'.repeat(256), 'has 256 characters; at most 255 are allowed'],
    ['a\uFFFDb', 'contains bytes that are not UTF-8'],
    ['a\uD800', 'contains half a character'],
  ])('cannot be %j, and the problem says why', (text, problem) => {
    expect(storeIdProblem(text)).toEqual({ problem });
  });
});

describe('the order of store ids', () => {
  it('is that of their bytes', () => {
    const ids = fc.string({ unit: 'binary' });
    const near = fc.constantFrom('a', 'a\u{1f3ea}', 'a\ufb01', 'a\u{1f3eb}b');
    fc.assert(
      fc.property(fc.oneof(ids, near), fc.oneof(ids, near), (a, b) => {
        expect(Math.sign(compareStoreIds(a, b))).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)));
      }),
    );
  });
});
