import type { TimelinePoll, TimelineSegment, UptimeOfDay } from '../../../api/types.gen.js';
import type { WholeTimeline } from '../store-queries.js';

/** A part of a day, in hundredths of the longest day of the strip. */
export interface Piece {
  readonly at: number;
  readonly length: number;
}

export interface SegmentPiece extends Piece {
  /** Which segment of the timeline it is a part of. */
  readonly index: number;
  readonly segment: TimelineSegment;
}

/** A day as it is drawn. */
export interface StripDay {
  readonly day: UptimeOfDay;
  /** The whole day, shorter than 100 where another one is longer. */
  readonly length: number;
  readonly open: readonly Piece[];
  readonly segments: readonly SegmentPiece[];
  readonly polls: readonly { readonly at: number; readonly poll: TimelinePoll }[];
  /** Where the time between two polls is divided (rule 10). */
  readonly midpoints: readonly number[];
}

/** Divides a timeline by the local days of a store. */
export function divideByDays(days: readonly UptimeOfDay[], timeline: WholeTimeline): StripDay[] {
  const longest = Math.max(...days.map(({ lengthSeconds }) => lengthSeconds));
  const midpoints = findMidpoints(timeline);
  return days.map((day) => {
    const [from, to] = [Date.parse(day.from), Date.parse(day.to)];
    const placeOf = (instant: number) => ((instant - from) / 1_000 / longest) * 100;
    const pieceOf = (interval: { from: string; to: string }): Piece | null => {
      const [start, end] = [Math.max(Date.parse(interval.from), from), Math.min(Date.parse(interval.to), to)];
      return start < end ? { at: placeOf(start), length: placeOf(end) - placeOf(start) } : null;
    };
    const isInDay = (instant: number) => from <= instant && instant < to;
    return {
      day,
      length: placeOf(to),
      open: timeline.open.map(pieceOf).filter((piece) => piece !== null),
      segments: timeline.segments.flatMap((segment, index) => {
        const piece = pieceOf(segment);
        return piece === null ? [] : [{ ...piece, index, segment }];
      }),
      polls: timeline.polls
        .filter(({ at }) => isInDay(Date.parse(at)))
        .map((poll) => ({ at: placeOf(Date.parse(poll.at)), poll })),
      midpoints: midpoints.filter(isInDay).map(placeOf),
    };
  });
}

/** The midpoints of polls that follow each other in an open interval, where the time between them is theirs. */
function findMidpoints({ open, polls, segments }: WholeTimeline): number[] {
  const ofNone = segments.filter(({ state }) => state === 'unobserved' || state === 'excused');
  return polls.slice(1).flatMap((poll, index) => {
    const [before, after] = [Date.parse(polls[index]!.at), Date.parse(poll.at)];
    const midpoint = (before + after) / 2;
    const isShared =
      open.some(({ from, to }) => Date.parse(from) <= before && after < Date.parse(to)) &&
      !ofNone.some(({ from, to }) => Date.parse(from) <= midpoint && midpoint < Date.parse(to));
    return isShared ? [midpoint] : [];
  });
}
