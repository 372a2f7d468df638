import { describe, expect, it } from '@jest/globals';
import { formatLocalDate, parseLocalDate } from './local-date.js';

describe('a local date', () => {
  it.each([
    ['1970-01-01', 0],
    ['1969-12-31', -1],
    ['2024-03-11', 19_793],
    ['2024-02-29', 19_782],
    ['0001-01-01', -719_162],
    ['9999-12-31', 2_932_896],
  ])('%s is %i days after 1970-01-01', (text, date) => {
    expect(parseLocalDate(text)).toBe(date);
    expect(formatLocalDate(date)).toBe(text);
  });

  it.each(['2023-02-29', '2024-13-01', '2024-3-11', '11.03.2024', '0000-01-01', '2024-03-11T00:00', '', '12024-03-11'])(
    'is not %j',
    (text) => {
      expect(parseLocalDate(text)).toBeNull();
    },
  );
});
