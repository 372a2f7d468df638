import { z } from 'zod';
import { CLOSURE_KINDS, type ClosureKind } from '../../domain/calendar/closures.js';
import { formatIntervals } from '../../domain/calendar/format-special-hours.js';
import { HOURS_SOURCES, type HoursOfDate } from '../../domain/calendar/hours-of-date.js';
import { formatGroup } from '../../domain/groups/group.js';
import { hoursShape } from '../../http/dto/special-hours.dto.js';

/** The hours that begin on a date, and the closures that take a part of it. */
export interface ExplainedHours extends HoursOfDate {
  readonly closures: readonly ClosureKind[];
}

export const hoursOfDateSchema = z
  .strictObject({
    ...hoursShape,
    source: z.enum(HOURS_SOURCES).meta({
      id: 'HoursSource',
      description:
        'The first of these that says anything of the date: `store`: its special hours; `groups`: those of its groups (rule 18); `week`: its ' +
        'weekly hours (rule 19). `always-open`: it has no hours at all (rule 1).',
    }),
    rule: z.union([z.literal(1), z.literal(18), z.literal(19)]),
    groups: z.array(z.string()).meta({
      description:
        'With `groups`: those that decide, as of the data version. Closed wins over intervals, which are joined.',
      examples: [['region:west']],
    }),
    closures: z.array(z.enum(CLOSURE_KINDS)).meta({
      description: 'The kinds of the closures that take a part of the day (rule 21), whatever its hours.',
    }),
    text: z.string().meta({
      description: 'The same in words.',
      examples: ['Closed by the special hours of region:west: Holiday (rule 18).'],
    }),
  })
  .meta({ id: 'HoursOfDate', description: 'What begins on the date, and which rule says so.' });

export type HoursOfDateDto = z.infer<typeof hoursOfDateSchema>;

export function toHoursOfDateDto(hours: ExplainedHours): HoursOfDateDto {
  const { intervals, source, rule, groups, reason, closures } = hours;
  return {
    ...formatIntervals(intervals),
    ...(reason !== null && { reason }),
    source,
    rule,
    groups: groups.map(formatGroup),
    closures: [...closures],
    text: describe(hours),
  };
}

function describe({ intervals, source, rule, groups, reason }: HoursOfDate): string {
  if (source === 'always-open') return `Always open, since it has no hours (rule ${rule}).`;
  const formatted = formatIntervals(intervals);
  const when =
    'closed' in formatted ? 'Closed' : formatted.intervals.map(({ open, close }) => `${open}-${close}`).join(', ');
  const by = {
    store: 'its special hours',
    groups: `the special hours of ${groups.map(formatGroup).join(' and ')}`,
    week: 'its weekly hours',
  }[source];
  return `${when} by ${by}${reason === null ? '' : `: ${reason}`} (rule ${rule}).`;
}
