import { z } from 'zod';
import { formatInstant, HOUR, type Instant } from '../../domain/time/instant.js';
import {
  BOUND_REASONS,
  type Bound,
  type BoundReason,
  type ExplainedSegment,
} from '../../domain/uptime/timeline/explained-segments.js';
import type { InterpolationRule } from '../../domain/uptime/interpolation.js';
import { countOutput, instantOutput } from '../../http/schemas.js';

const boundSchema = z
  .strictObject({
    at: instantOutput,
    because: z.enum(BOUND_REASONS).meta({
      id: 'BoundReason',
      description:
        '`opening`, `closing`: the store opens or closes. `midpoint`: half of the time to `poll`, its neighbour, is over ' +
        '(rule 10). `poll`: with `previous`, a poll is there (rule 11). `reach`: `poll` covers nothing further from it ' +
        '(rule 12). `closure`: a closure begins or ends (rule 21). `window`, `asOf`: the window begins or ends there, or nothing later is known (rule 7).',
    }),
    poll: instantOutput.optional().meta({ description: 'The poll that `because` is about.' }),
  })
  .meta({ id: 'SegmentBound' });

export const timelineSegmentSchema = z
  .strictObject({
    from: instantOutput,
    to: instantOutput,
    state: z.enum(['up', 'down', 'unobserved', 'excused']),
    why: z
      .strictObject({
        rule: z.union([z.literal(10), z.literal(11), z.literal(12), z.literal(21)]).meta({
          description:
            'Polls cover the time by rule 10 (`nearest`) or 11 (`previous`); unobserved: rule 12; excused: rule 21.',
        }),
        text: z.string().meta({ description: 'The same in words.' }),
        begins: boundSchema,
        ends: boundSchema,
        polls: z
          .strictObject({ count: countOutput, first: instantOutput, last: instantOutput })
          .meta({ id: 'CoveringPolls' })
          .nullable()
          .meta({
            description: 'The polls that cover a part of it, all with the same status; null if unobserved or excused.',
          }),
      })
      .meta({ id: 'SegmentExplanation', description: 'Why it is in this state, and why from then to then.' }),
  })
  .meta({ id: 'TimelineSegment' });

export type TimelineSegmentDto = z.infer<typeof timelineSegmentSchema>;

export function toSegmentDto(segment: ExplainedSegment, rule: InterpolationRule): TimelineSegmentDto {
  const { from, to, state, begins, ends, polls } = segment;
  return {
    from: formatInstant(from),
    to: formatInstant(to),
    state,
    why: {
      rule: ruleOf(segment, rule),
      text: describe(segment, rule),
      begins: toBoundDto(begins),
      ends: toBoundDto(ends),
      polls: polls && { count: polls.count, first: formatInstant(polls.first), last: formatInstant(polls.last) },
    },
  };
}

function toBoundDto({ at, because, poll }: Bound) {
  return { at: formatInstant(at), because, ...(poll === null ? {} : { poll: formatInstant(poll) }) };
}

function ruleOf({ state }: ExplainedSegment, { interpolation }: InterpolationRule) {
  if (state === 'excused') return 21;
  if (state === 'unobserved') return 12;
  return interpolation === 'nearest' ? 10 : 11;
}

function describe(segment: ExplainedSegment, rule: InterpolationRule): string {
  const { begins, ends } = segment;
  return [
    `${describeState(segment)} (rule ${ruleOf(segment, rule)}).`,
    `It begins ${describeBound(begins, rule, BEGINNINGS)}.`,
    `It ends ${describeBound(ends, rule, ENDS)}.`,
  ].join(' ');
}

function describeState({ state, polls }: ExplainedSegment): string {
  if (state === 'excused') return 'A closure excuses it, whatever the polls found';
  if (polls === null) return 'No poll of this open interval covers it';
  const found = `found the store ${state === 'up' ? 'active' : 'inactive'}`;
  const [first, last] = [formatInstant(polls.first), formatInstant(polls.last)];
  return polls.count === 1
    ? `The poll at ${first} ${found}`
    : `${polls.count} polls ${found}, the first at ${first}, the last at ${last}`;
}

type Words = Readonly<Record<Exclude<BoundReason, 'reach'>, (poll: string) => string>>;

const BOTH_ENDS = {
  opening: () => 'when the store opens',
  closing: () => 'when the store closes',
  midpoint: (poll: string) => `halfway to the poll at ${poll}`,
  poll: (poll: string) => `with the poll at ${poll}`,
  closure: () => 'where a closure begins or ends',
  asOf: () => 'at the as-of instant, after which nothing counts',
};

const BEGINNINGS: Words = {
  ...BOTH_ENDS,
  window: () => 'where the window begins',
};
const ENDS: Words = {
  ...BOTH_ENDS,
  window: () => 'where the window ends',
};

function describeBound({ at, because, poll }: Bound, { reach }: InterpolationRule, words: Words): string {
  if (because === 'reach') return describeReach(at, poll!, reach);
  return words[because](poll === null ? '' : formatInstant(poll));
}

function describeReach(at: Instant, poll: Instant, reach: number): string {
  const hours = `${reach / HOUR} ${reach === HOUR ? 'hour' : 'hours'}`;
  return `${hours} ${at < poll ? 'before' : 'after'} the poll at ${formatInstant(poll)}, which covers nothing further`;
}
