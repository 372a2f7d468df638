import { describe, expect, it } from '@jest/globals';
import { formatPercent, formatShare } from './percent.js';

describe('a percentage', () => {
  it('has two decimals', () => {
    expect(formatPercent(100)).toBe('100.00 %');
    expect(formatPercent(99.9)).toBe('99.90 %');
  });

  it('of nothing is not known', () => {
    expect(formatPercent(null)).toBe('not known');
    expect(formatShare(null)).toBe('not known');
  });

  it('is 100 only for all of it', () => {
    expect(formatShare(1)).toBe('100.0 %');
    expect(formatShare(0.999_999)).toBe('99.9 %');
  });

  it('is not a tenth too low by the arithmetic of the computer', () => {
    expect(formatShare(0.57)).toBe('57.0 %');
    expect(formatShare(0.07)).toBe('7.0 %');
  });
});
