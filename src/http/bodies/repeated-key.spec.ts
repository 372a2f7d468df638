import { describe, expect, it, test } from '@jest/globals';
import fc from 'fast-check';
import { findRepeatedKey } from './repeated-key.js';

describe('a key that an object of a JSON text has twice', () => {
  it.each([
    ['{"a": 1, "b": 2, "a": 1}', ['a']],
    [
      '{"holiday_hours": {"2025-12-25": {}, "2025-12-26": {}, "2025-12-25": {"x": ["}"]}}}',
      ['holiday_hours', '2025-12-25'],
    ],
    ['[{"at": 1}, [], {"at": 1, "status": [1, 2], "at": 2}]', [2, 'at']],
    ['{"a": [0, {"b": {"c": 1, "c": 1}}]}', ['a', 1, 'b', 'c']],
    [String.raw`{"a": "\"", "\u0061": 2}`, ['a']],
    ['{"": 1, "": 2}', ['']],
    ['{"__proto__": 1, "__proto__": 2}', ['__proto__']],
  ])('is found: %s', (json, path) => {
    expect(() => JSON.parse(json) as unknown).not.toThrow();
    expect(findRepeatedKey(json)).toEqual(path);
  });

  it.each([
    '{"a": "a", "b": {"a": "b"}, "c": [{"a": 1}, {"a": 1}]}',
    '["a", "a"]',
    String.raw`{"a": "\\", "b": "\\\""}`,
    '{"a": "{\\"a\\": 1, \\"a\\": 2}"}',
    '"a"',
    '1',
  ])('is not there: %s', (json) => {
    expect(findRepeatedKey(json)).toBeNull();
  });
});

test('a value that was written by JSON.stringify has no key twice', () => {
  fc.assert(fc.property(fc.json(), (json) => expect(findRepeatedKey(json)).toBeNull()));
});

test('a key that is written once more is found, wherever it is', () => {
  const entries = fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 });
  fc.assert(
    fc.property(entries, fc.nat(), (object, pick) => {
      const key = Object.keys(object)[pick % Object.keys(object).length]!;
      const twice = `${JSON.stringify(object).slice(0, -1)}, ${JSON.stringify(key)}: null}`;
      expect(findRepeatedKey(`[[], ${twice}]`)).toEqual([1, key]);
    }),
  );
});
