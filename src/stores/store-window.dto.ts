import { z } from 'zod';
import { formatInstant, type Instant } from '../domain/instant.js';
import { INTERPOLATIONS, MAX_REACH_HOURS, type InterpolationRule, type Poll } from '../domain/interpolation.js';
import type { Interval } from '../domain/intervals.js';
import type { Outage } from '../domain/outages.js';
import type { UncountedReason, Timeline } from '../domain/timeline.js';
import type { Uptime } from '../domain/uptime.js';
import { instantInput, instantOutput, strictRequest, wholeNumberInput } from '../http/schemas.js';
import { outageShape, toOutageDto } from '../http/outage.dto.js';
import { toUptimeFields, uptimeShape } from '../http/uptime.dto.js';

const instant = instantInput();

export const windowQuerySchema = strictRequest({
  from: instant.meta({ description: 'The first instant of the window.' }),
  to: instant.meta({
    description: 'The end of the window, which is not part of it. Polls after it do not count; one exactly at it does.',
  }),
  interpolation: z.enum(INTERPOLATIONS).default('nearest'),
  reachHours: wholeNumberInput(MAX_REACH_HOURS)
    .optional()
    .meta({
      description: `How far a poll covers the time around it, 1 to ${MAX_REACH_HOURS} hours; POLL_REACH_HOURS by default.`,
    }),
});

export type WindowQuery = z.output<typeof windowQuerySchema>;

/** The fields that every response about a window has. */
const subjectShape = {
  storeId: z.string(),
  timeZone: z.string(),
  from: instantOutput,
  to: instantOutput,
  interpolation: z.enum(INTERPOLATIONS),
  reachHours: z.int(),
  dataVersion: z.int().meta({ description: 'The state of the data that was read.' }),
};

export interface Subject {
  readonly storeId: string;
  readonly timeZone: string;
  readonly window: Interval;
  readonly interpolation: InterpolationRule['interpolation'];
  readonly reachHours: number;
  readonly dataVersion: number;
}

export const storeUptimeSchema = z.strictObject({ ...subjectShape, ...uptimeShape }).meta({ id: 'StoreUptime' });

export type StoreUptimeDto = z.infer<typeof storeUptimeSchema>;

const intervalShape = { from: instantOutput, to: instantOutput };

export const storeTimelineSchema = z
  .strictObject({
    ...subjectShape,
    open: z.array(z.strictObject(intervalShape)).meta({ description: 'When the store should have been open.' }),
    polls: z
      .array(
        z.strictObject({
          at: instantOutput,
          status: z.enum(['active', 'inactive']),
          counted: z.boolean().meta({ description: 'Whether it covers a part of the window.' }),
          reason: z.string().optional().meta({ description: 'Why it does not count.' }),
        }),
      )
      .meta({ description: 'The polls in the window, and those before it that cover a part of it.' }),
    segments: z
      .array(z.strictObject({ ...intervalShape, state: z.enum(['up', 'down', 'unobserved']) }))
      .meta({ description: 'The open time of the window, divided where its state changes.' }),
  })
  .meta({ id: 'StoreTimeline' });

export type StoreTimelineDto = z.infer<typeof storeTimelineSchema>;

const outageSchema = z.strictObject(outageShape).meta({ id: 'Outage' });

export const storeOutagesSchema = z
  .strictObject({ ...subjectShape, items: z.array(outageSchema).meta({ description: 'Longest first.' }) })
  .meta({ id: 'StoreOutages' });

export type StoreOutagesDto = z.infer<typeof storeOutagesSchema>;

export function toUptimeDto(subject: Subject, uptime: Uptime): StoreUptimeDto {
  return { ...toSubjectDto(subject), ...toUptimeFields(uptime) };
}

const REASONS: Record<UncountedReason, string> = {
  closed: 'outside business hours',
  'next poll at once': 'the next poll follows at once and leaves no time to it',
  'at the end': 'it speaks only for the time from the end of the window on',
};

export function toTimelineDto(subject: Subject, { open, polls, segments }: Timeline): StoreTimelineDto {
  return {
    ...toSubjectDto(subject),
    open: open.map(toIntervalDto),
    polls: polls.map(({ reason, ...poll }) => ({
      ...toPollDto(poll),
      ...(reason === null ? { counted: true } : { counted: false, reason: REASONS[reason] }),
    })),
    segments: segments.map(({ state, ...segment }) => ({ ...toIntervalDto(segment), state })),
  };
}

export function toOutagesDto(subject: Subject, outages: readonly Outage[]): StoreOutagesDto {
  return {
    ...toSubjectDto(subject),
    items: outages.map(toOutageDto),
  };
}

function toSubjectDto({ storeId, timeZone, window, interpolation, reachHours, dataVersion }: Subject) {
  return { storeId, timeZone, ...toIntervalDto(window), interpolation, reachHours, dataVersion };
}

function toIntervalDto({ from, to }: { from: Instant; to: Instant }) {
  return { from: formatInstant(from), to: formatInstant(to) };
}

function toPollDto({ at, status }: Poll) {
  return { at: formatInstant(at), status };
}
