import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatGroup, parseGroup, parseGroupKind, parseGroupValue } from './group.js';

describe('a group', () => {
  it.each([
    ['region:west', { kind: 'region', value: 'west' }],
    [' Region : West Coast ', { kind: 'region', value: 'West Coast' }],
    ['url:https://example.org', { kind: 'url', value: 'https://example.org' }],
  ])('is written kind:value: %j', (text, group) => {
    expect(parseGroup(text)).toEqual(group);
  });

  it.each([
    ['west', 'is not kind:value, such as region:west'],
    [':west', 'has a kind that is empty'],
    ['region: ', 'has a value that is empty'],
    [`${'k'.repeat(300)}:west`, 'has a kind that has 300 characters; at most 60 are allowed'],
    ['region:a\u0000', 'has a value that contains a control character, or bytes that are not UTF-8'],
  ])('is refused as %j', (text, problem) => {
    expect(parseGroup(text)).toEqual({ problem });
  });

  it('has a kind without a colon', () => {
    expect(parseGroupKind('a:b')).toEqual({ problem: 'contains a colon, which ends the kind in kind:value' });
  });

  it('is the same when it is written and read again', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (a, b) => {
        const [kind, value] = [parseGroupKind(a), parseGroupValue(b)];
        fc.pre(typeof kind === 'string' && typeof value === 'string');
        expect(parseGroup(formatGroup({ kind, value }))).toEqual({ kind, value });
      }),
    );
  });
});
