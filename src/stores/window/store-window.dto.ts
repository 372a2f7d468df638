import { z } from 'zod';
import { formatInstant, type Instant } from '../../domain/time/instant.js';
import { MAX_REACH_HOURS, type InterpolationRule, type Poll } from '../../domain/uptime/interpolation.js';
import type { Interval } from '../../domain/uptime/intervals.js';
import type { UncountedReason, Timeline } from '../../domain/uptime/timeline/timeline.js';
import type { Uptime } from '../../domain/uptime/uptime.js';
import { DEFAULT_TIME_ZONE } from '../../domain/time-zones/zone-offsets.js';
import { cursorInput } from '../../http/cursor.js';
import {
  countOutput,
  instantInput,
  instantOutput,
  interpolationSchema,
  limitInput,
  pollStatusSchema,
  strictRequest,
  wholeNumberInput,
} from '../../http/schemas.js';
import { outageShape } from '../../http/dto/outage.dto.js';
import { windowText, windowTextProblem } from '../../http/dto/window-text.js';
import { toUptimeFields, uptimeShape } from '../../http/dto/uptime.dto.js';
import { timelineSegmentSchema, toSegmentDto } from './timeline-segment.dto.js';

const instant = instantInput();

const MAX_DATA_VERSION = 999_999_999;

/** What a window is read as of, and by which rule. */
export const basisShape = {
  asOf: instant.optional().meta({
    description:
      'The as-of instant: polls after it do not count, those between the end of the window and it do (rule 26). Now by ' +
      'default. With the as-of instant of a report, the numbers are those of that report.',
  }),
  dataVersion: wholeNumberInput(MAX_DATA_VERSION)
    .optional()
    .meta({ description: 'The state of the data to read, such as that of a report; the newest by default.' }),
  interpolation: interpolationSchema.default('nearest'),
  reachHours: wholeNumberInput(MAX_REACH_HOURS).optional().meta({
    description: 'How far a poll covers the time around it; POLL_REACH_HOURS by default.',
  }),
};

export type WindowBasis = Pick<WindowQuery, keyof typeof basisShape>;

const windowQueryShape = {
  window: windowText
    .superRefine((text, context) => {
      const problem = windowTextProblem(text);
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    })
    .optional()
    .meta({
      description:
        'Instead of `from` and `to`: a duration up to the as-of instant, or a period of the calendar on the clock of the store (rule 24).',
    }),
  from: instant
    .optional()
    .meta({ description: 'The first instant of the window; with `to`.', example: '2023-01-24T00:00:00Z' }),
  to: instant.optional().meta({
    description: 'The end of the window, which is not part of it.',
    example: '2023-01-25T00:00:00Z',
  }),
  ...basisShape,
};

type NamedWindow = { readonly window: string } | Interval;

/** Checks that a query names its window in one of the two ways. */
function withWindow<
  Query extends { window?: string | undefined; from?: Instant | undefined; to?: Instant | undefined },
>(
  { window, from, to, ...rest }: Query,
  context: z.RefinementCtx,
): Omit<Query, 'window' | 'from' | 'to'> & { readonly named: NamedWindow } {
  if (window !== undefined && from === undefined && to === undefined) return { ...rest, named: { window } };
  if (window === undefined && from !== undefined && to !== undefined) return { ...rest, named: { from, to } };
  const path = window !== undefined ? 'window' : from === undefined ? 'from' : 'to';
  context.addIssue({ code: 'custom', path: [path], message: 'a window is given by window, or by both from and to' });
  return z.NEVER;
}

export const windowQuerySchema = strictRequest(windowQueryShape).transform(withWindow);

export type WindowQuery = z.output<typeof windowQuerySchema>;

/** What the pages of a list have in common: the first one decides. */
const pinnedShape = { asOf: z.int(), dataVersion: z.int() };

export const timelineQuerySchema = strictRequest({
  ...windowQueryShape,
  limit: limitInput(10_000, 1_000),
  cursor: cursorInput(z.strictObject({ ...pinnedShape, start: z.int() })),
}).transform(withWindow);

export type TimelineQuery = z.output<typeof timelineQuerySchema>;

export const outagesQuerySchema = strictRequest({
  ...windowQueryShape,
  limit: limitInput(1_000, 100),
  cursor: cursorInput(z.strictObject({ ...pinnedShape, open: z.int(), from: z.int() })),
}).transform(withWindow);

export type OutagesQuery = z.output<typeof outagesQuerySchema>;

/** The fields that every response about a window has. */
export const subjectShape = {
  storeId: z.string(),
  timeZone: z.string(),
  timeZoneAssumed: z.boolean().meta({ description: `No zone is known, so ${DEFAULT_TIME_ZONE} is assumed.` }),
  timeZoneRelease: z.string().meta({
    description:
      'The release of the time zone data in use. A report has its own: `timeZoneData` of `GET /reports/{reportId}`.',
    examples: ['2026f'],
  }),
  from: instantOutput,
  to: instantOutput,
  asOf: instantOutput.meta({ description: 'Polls after it do not count.' }),
  interpolation: interpolationSchema,
  reachHours: countOutput,
  dataVersion: countOutput.meta({ description: 'The state of the data that was read.' }),
};

export interface Subject {
  readonly storeId: string;
  /** Null: unknown. */
  readonly timeZone: string | null;
  readonly timeZoneRelease: string;
  readonly window: Interval;
  readonly asOf: Instant;
  readonly interpolation: InterpolationRule['interpolation'];
  readonly reachHours: number;
  readonly dataVersion: number;
}

export const storeUptimeSchema = z.strictObject({ ...subjectShape, ...uptimeShape }).meta({ id: 'StoreUptime' });

export type StoreUptimeDto = z.infer<typeof storeUptimeSchema>;

const nextCursorOutput = z.string().nullable().meta({ description: 'Null on the last page.' });

const intervalSchema = z.strictObject({ from: instantOutput, to: instantOutput }).meta({ id: 'Interval' });

export const storeTimelineSchema = z
  .strictObject({
    ...subjectShape,
    open: z.array(intervalSchema).meta({ description: 'When the store should have been open.' }),
    polls: z
      .array(
        z
          .strictObject({
            at: instantOutput,
            status: pollStatusSchema,
            counted: z.boolean().meta({ description: 'Whether it covers a part of the window.' }),
            reason: z.string().optional().meta({ description: 'Why it does not count.' }),
          })
          .meta({ id: 'TimelinePoll' }),
      )
      .meta({ description: 'The polls in the window, and those before and after it that cover a part of it.' }),
    segments: z
      .array(timelineSegmentSchema)
      .meta({ description: 'The open time of the window, divided where its state changes.' }),
    nextCursor: nextCursorOutput,
  })
  .meta({ id: 'StoreTimeline' });

export type StoreTimelineDto = z.infer<typeof storeTimelineSchema>;

const outageSchema = z.strictObject(outageShape).meta({ id: 'Outage' });

export const storeOutagesSchema = z
  .strictObject({
    ...subjectShape,
    items: z.array(outageSchema).meta({ description: 'Longest first.' }),
    nextCursor: nextCursorOutput,
  })
  .meta({ id: 'StoreOutages' });

export type StoreOutagesDto = z.infer<typeof storeOutagesSchema>;

export function toUptimeDto(subject: Subject, uptime: Uptime): StoreUptimeDto {
  return { ...toSubjectDto(subject), ...toUptimeFields(uptime) };
}

const REASONS: Record<UncountedReason, string> = {
  closed: 'outside business hours',
  'next poll at once': 'the next poll follows at once and leaves no time to it',
  excused: 'all that it covers is excused',
  'at the end': 'it speaks only for the time from the end of the window on',
};

export function toTimelineDto(
  subject: Subject,
  { open, polls, segments }: Timeline,
  rule: InterpolationRule,
  nextCursor: string | null,
): StoreTimelineDto {
  return {
    ...toSubjectDto(subject),
    open: open.map(toIntervalDto),
    polls: polls.map(({ reason, ...poll }) => ({
      ...toPollDto(poll),
      ...(reason === null ? { counted: true } : { counted: false, reason: REASONS[reason] }),
    })),
    segments: segments.map((segment) => toSegmentDto(segment, rule)),
    nextCursor,
  };
}

export function toSubjectDto({ window, asOf, ...subject }: Subject) {
  const { storeId, timeZone, timeZoneRelease, interpolation, reachHours, dataVersion } = subject;
  return {
    storeId,
    timeZone: timeZone ?? DEFAULT_TIME_ZONE,
    timeZoneAssumed: timeZone === null,
    timeZoneRelease,
    ...toIntervalDto(window),
    asOf: formatInstant(asOf),
    interpolation,
    reachHours,
    dataVersion,
  };
}

function toIntervalDto({ from, to }: { from: Instant; to: Instant }) {
  return { from: formatInstant(from), to: formatInstant(to) };
}

function toPollDto({ at, status }: Poll) {
  return { at: formatInstant(at), status };
}
