import { describe, expect, it } from '@jest/globals';
import type { TimelineSegment, UptimeOfDay } from '../../../api/types.gen.js';
import type { WholeTimeline } from '../store-queries.js';
import { divideByDays } from './pieces.js';

const day = (from: string, to: string) =>
  ({ from, to, lengthSeconds: (Date.parse(to) - Date.parse(from)) / 1_000 }) as UptimeOfDay;

const segment = (from: string, to: string, state: TimelineSegment['state']) => ({ from, to, state }) as TimelineSegment;

const poll = (at: string) => ({ at, status: 'active' as const, counted: true });

const MONDAY = day('2025-03-10T00:00:00Z', '2025-03-11T00:00:00Z');
const TUESDAY = day('2025-03-11T00:00:00Z', '2025-03-12T00:00:00Z');
const EMPTY: WholeTimeline = { open: [], polls: [], segments: [] };

describe('the strip of a store', () => {
  it('divides at midnight what goes on over it', () => {
    const overnight = segment('2025-03-10T18:00:00Z', '2025-03-11T06:00:00Z', 'up');
    const [monday, tuesday] = divideByDays([MONDAY, TUESDAY], { ...EMPTY, segments: [overnight] });
    expect(monday!.segments).toMatchObject([{ at: 75, length: 25, index: 0 }]);
    expect(tuesday!.segments).toMatchObject([{ at: 0, length: 25, index: 0 }]);
  });

  it('draws an hour as long on a day of 25 hours as on one of 24', () => {
    const long = day('2025-11-02T04:00:00Z', '2025-11-03T05:00:00Z');
    const usual = day('2025-11-03T05:00:00Z', '2025-11-04T05:00:00Z');
    const strip = divideByDays([long, usual], EMPTY);
    expect(strip.map(({ length }) => length)).toEqual([100, 96]);
  });

  it('has each poll on its day, and the midpoint of two that share the time between them', () => {
    const polls = [poll('2025-03-10T06:00:00Z'), poll('2025-03-10T18:00:00Z')];
    const open = [{ from: '2025-03-10T00:00:00Z', to: '2025-03-11T00:00:00Z' }];
    const [monday, tuesday] = divideByDays([MONDAY, TUESDAY], { ...EMPTY, open, polls });
    expect(monday!.polls.map(({ at }) => at)).toEqual([25, 75]);
    expect(monday!.midpoints).toEqual([50]);
    expect(tuesday!.polls).toEqual([]);
  });

  it('has no midpoint where a closing or unobserved time lies between two polls', () => {
    const polls = [poll('2025-03-10T06:00:00Z'), poll('2025-03-10T18:00:00Z')];
    const halves = [
      { from: '2025-03-10T00:00:00Z', to: '2025-03-10T09:00:00Z' },
      { from: '2025-03-10T15:00:00Z', to: '2025-03-11T00:00:00Z' },
    ];
    expect(divideByDays([MONDAY], { ...EMPTY, open: halves, polls })[0]!.midpoints).toEqual([]);
    const open = [{ from: '2025-03-10T00:00:00Z', to: '2025-03-11T00:00:00Z' }];
    const segments = [segment('2025-03-10T08:00:00Z', '2025-03-10T16:00:00Z', 'unobserved')];
    expect(divideByDays([MONDAY], { open, polls, segments })[0]!.midpoints).toEqual([]);
  });
});
