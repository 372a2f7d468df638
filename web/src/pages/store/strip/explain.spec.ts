import { describe, expect, it } from '@jest/globals';
import type { TimelineSegment } from '../../../api/types.gen.js';
import { explainSegment } from './explain.js';

const WHY: TimelineSegment['why'] = {
  rule: 10,
  text: '',
  begins: { at: '2025-03-11T13:00:00Z', because: 'opening' },
  ends: { at: '2025-03-11T14:30:00Z', because: 'midpoint', poll: '2025-03-11T15:00:00Z' },
  polls: { count: 1, first: '2025-03-11T14:00:00Z', last: '2025-03-11T14:00:00Z' },
};

const explained = (state: TimelineSegment['state'], change: Partial<TimelineSegment['why']> = {}) =>
  explainSegment({ from: '', to: '', state, why: { ...WHY, ...change } }, 'UTC', 24);

describe('why a store has a state', () => {
  it('is said by the poll that found it so, and by what bounds its time', () => {
    expect(explained('up')).toEqual([
      'A poll at 11 Mar, 14:00 UTC found the store active.',
      'It begins when the store opens.',
      'It ends halfway to the poll at 11 Mar, 15:00 UTC.',
    ]);
  });

  it('names the first and the last of many polls', () => {
    const polls = { count: 1_200, first: '2025-03-11T14:00:00Z', last: '2025-03-12T14:00:00Z' };
    expect(explained('down', { polls })[0]).toBe(
      '1,200 polls found the store inactive, the first at 11 Mar, 14:00 UTC, the last at 12 Mar, 14:00 UTC.',
    );
  });

  it('is that no poll covers the time, if it is not observed', () => {
    const ends = { at: '2025-03-12T14:00:00Z', because: 'asOf' } as const;
    const [state, , end] = explained('unobserved', { rule: 12, polls: null, ends });
    expect(state).toContain('No poll covers this time: a poll counts for at most 24 hours');
    expect(end).toContain('as-of instant');
  });

  it('is a closure, if it is excused', () => {
    const begins = { at: '2025-03-11T13:00:00Z', because: 'closure' } as const;
    expect(explained('excused', { rule: 21, polls: null, begins })).toEqual([
      'A closure excuses this time: whatever the polls found, it is not held against the store.',
      'It begins where a closure begins or ends.',
      expect.any(String),
    ]);
  });

  it('says on which side of a poll the reach of the poll ends', () => {
    const begins = { at: '2025-03-11T14:00:00Z', because: 'reach', poll: '2025-03-12T14:00:00Z' } as const;
    const ends = { at: '2025-03-14T14:00:00Z', because: 'reach', poll: '2025-03-13T14:00:00Z' } as const;
    expect(explained('down', { begins, ends }).slice(1)).toEqual([
      'It begins 24 hours before the poll at 12 Mar, 14:00 UTC.',
      'It ends 24 hours after the poll at 13 Mar, 14:00 UTC.',
    ]);
  });

  it('says the same of unobserved time, whose bounds are the reach of the polls around it', () => {
    const begins = { at: '2025-03-12T14:00:00Z', because: 'reach', poll: '2025-03-11T14:00:00Z' } as const;
    const ends = { at: '2025-03-13T14:00:00Z', because: 'reach', poll: '2025-03-14T14:00:00Z' } as const;
    expect(explained('unobserved', { rule: 12, polls: null, begins, ends }).slice(1)).toEqual([
      'It begins 24 hours after the poll at 11 Mar, 14:00 UTC.',
      'It ends 24 hours before the poll at 14 Mar, 14:00 UTC.',
    ]);
  });
});
