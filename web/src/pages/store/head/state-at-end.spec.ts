import { describe, expect, it } from '@jest/globals';
import type { BoundReason, TimelineSegment } from '../../../api/types.gen.js';
import { stateAtEnd } from './state-at-end.js';

const segment = (state: TimelineSegment['state'], from: string, to: string, because: BoundReason = 'opening') =>
  ({ state, from, to, why: { begins: { because } } }) as TimelineSegment;

const timeline = (...segments: TimelineSegment[]) => ({
  polls: [],
  open: segments.map(({ from, to }) => ({ from, to })),
  segments,
});

const MONDAY_UP = segment('up', '2025-03-10T09:00:00Z', '2025-03-10T15:00:00Z');
const MONDAY_DOWN = segment('down', '2025-03-10T15:00:00Z', '2025-03-10T17:00:00Z', 'midpoint');
const TUESDAY_DOWN = segment('down', '2025-03-11T09:00:00Z', '2025-03-11T12:00:00Z');
const NOON = '2025-03-11T12:00:00Z';

describe('the state of a store at the end of a timeline', () => {
  it('is down since the outage began, over closed hours', () => {
    expect(stateAtEnd(timeline(MONDAY_UP, MONDAY_DOWN, TUESDAY_DOWN), NOON)).toEqual({
      state: 'down',
      since: MONDAY_DOWN.from,
      because: 'change',
    });
  });

  it('is down since the beginning or before, if nothing else is known', () => {
    expect(stateAtEnd(timeline(MONDAY_DOWN, TUESDAY_DOWN), NOON)).toMatchObject({
      since: MONDAY_DOWN.from,
      because: 'window',
    });
  });

  it('is up since the store opened', () => {
    const up = segment('up', '2025-03-11T09:00:00Z', NOON);
    expect(stateAtEnd(timeline(MONDAY_UP, up), NOON)).toEqual({ state: 'up', since: up.from, because: 'opening' });
  });

  it('is closed since the last open time ended', () => {
    expect(stateAtEnd(timeline(MONDAY_UP, MONDAY_DOWN), NOON)).toEqual({
      state: 'closed',
      since: MONDAY_DOWN.to,
      because: 'change',
    });
    expect(stateAtEnd(timeline(), NOON).since).toBeNull();
  });
});
