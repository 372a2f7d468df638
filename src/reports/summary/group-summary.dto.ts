import { z } from 'zod';
import { sumOfGroups } from '../../domain/groups/group-figures.js';
import { addReasons } from '../../domain/reports/outages-by-reason.js';
import { formatInstant, SECOND } from '../../domain/time/instant.js';
import type { Window } from '../../domain/uptime/windows/windows.js';
import { groupFilter, groupKindInput } from '../../http/dto/store-attributes.dto.js';
import { secondsOutput, toUptimeFields, uptimeShape } from '../../http/dto/uptime.dto.js';
import { countOutput, reportWindowShape, strictRequest } from '../../http/schemas.js';
import { reasonsOutput, toReasonsDto } from './outage-reasons.dto.js';
import type { GroupSum } from '../../persistence/reports/rows/report-group-sum.repository.js';

const OF_OUTAGES = 'Null for a window whose outages are not stored: the others than the longest.';

const figuresShape = {
  stores: countOutput,
  storesFailed: countOutput.meta({ description: 'The stores that could not be computed. They are in no sum.' }),
  downNow: countOutput.meta({ description: 'Stores that are down at the as-of instant.' }),
  unobservedNow: countOutput.meta({ description: 'Stores that should be open at the as-of instant, unobserved.' }),
  ...uptimeShape,
  outages: countOutput.nullable().meta({ description: OF_OUTAGES }),
  outagesEnded: countOutput
    .nullable()
    .meta({ description: `Those that did not last to the end of the window. ${OF_OUTAGES}` }),
  longestOutageSeconds: secondsOutput.nullable().meta({ description: `Open time. ${OF_OUTAGES}` }),
  reasons: reasonsOutput.nullable().meta({ description: `Why stores were down. ${OF_OUTAGES}` }),
  meanTimeToRepairSeconds: secondsOutput
    .nullable()
    .meta({ description: `The mean open time of the outages that ended; null if none did. ${OF_OUTAGES}` }),
  meanTimeBetweenSeconds: secondsOutput
    .nullable()
    .meta({ description: `Uptime divided by the number of outages; null if there is none. ${OF_OUTAGES}` }),
  met: countOutput.meta({ description: 'Stores that met their target. Rule 25.' }),
  missed: countOutput.meta({
    description: 'Stores that missed their target. Those without one, or unobserved, are in neither.',
  }),
  budgetLeftSeconds: z.number().meta({
    description: 'The downtime that the targets of the stores allow, and that was not used; negative if more was.',
  }),
  lostValue: z.number().meta({
    description:
      'Downtime times the value of an open hour, of the stores that have one; each store to two decimals, half up.',
  }),
};

const groupSumSchema = z
  .strictObject({
    value: z.string().nullable().meta({ description: 'Null: the stores that have no value of the kind.' }),
    ...figuresShape,
  })
  .meta({ id: 'GroupSum' });

export const groupSummarySchema = z
  .strictObject({
    by: z.string().meta({ description: 'The kind of the groups.' }),
    window: z.strictObject({ name: z.string(), ...reportWindowShape }).meta({ id: 'SummedWindow' }),
    groups: z.array(groupSumSchema).meta({
      description:
        'In the order of their values, the stores without one last. A store is in the group that it was in as of the data version ' +
        'of the report. They add up to the fleet, exactly. Rule 23.',
    }),
    fleet: z.strictObject(figuresShape).meta({ id: 'FleetSum' }),
  })
  .meta({ id: 'GroupSummary' });

export type GroupSummaryDto = z.infer<typeof groupSummarySchema>;

export const summaryQuerySchema = strictRequest({
  by: groupKindInput.optional().meta({ description: 'A kind of groups: the sums of each group of this kind.' }),
  window: z
    .string()
    .optional()
    .meta({ description: 'With `by`: the name of a window of the report; the longest by default.' }),
  group: groupFilter,
  format: z.enum(['json', 'csv']).default('json').meta({ description: 'With `by`: also as a CSV, the fleet last.' }),
}).refine(({ by, window, format }) => by !== undefined || (window === undefined && format === 'json'), {
  path: ['by'],
  message: 'window and format=csv need a kind of groups, such as by=region',
});

export type SummaryQuery = z.output<typeof summaryQuerySchema>;

export function toGroupSummaryDto(
  by: string,
  { name, from, to }: Window,
  sums: readonly GroupSum[],
  hasOutages: boolean,
): GroupSummaryDto {
  return {
    by,
    window: { name, from: formatInstant(from), to: formatInstant(to) },
    groups: sums.map(({ value, ...sum }) => ({ value, ...toFiguresFields(sum, hasOutages) })),
    fleet: toFiguresFields(fleetOf(sums), hasOutages),
  };
}

function fleetOf(sums: readonly GroupSum[]): Omit<GroupSum, 'value'> {
  return {
    figures: sumOfGroups(sums.map(({ figures }) => figures)),
    reasons: addReasons(sums.map(({ reasons }) => reasons)),
  };
}

function toFiguresFields({ figures, reasons }: Omit<GroupSum, 'value'>, hasOutages: boolean) {
  const { uptime, outages, outagesEnded, endedOpen, longestOutage } = figures;
  const ofOutages = <T>(value: T) => (hasOutages ? value : null);
  const seconds = (micros: bigint) => Number(micros) / SECOND;
  return {
    stores: Number(figures.stores),
    storesFailed: Number(figures.storesFailed),
    downNow: Number(figures.downNow),
    unobservedNow: Number(figures.unobservedNow),
    ...toUptimeFields(uptime),
    outages: ofOutages(Number(outages)),
    outagesEnded: ofOutages(Number(outagesEnded)),
    longestOutageSeconds: ofOutages(outages === 0n ? null : seconds(longestOutage)),
    reasons: ofOutages(toReasonsDto(reasons, { outages, open: uptime.down })),
    meanTimeToRepairSeconds: ofOutages(outagesEnded === 0n ? null : seconds(endedOpen / outagesEnded)),
    meanTimeBetweenSeconds: ofOutages(outages === 0n ? null : seconds(uptime.up / outages)),
    met: Number(figures.met),
    missed: Number(figures.missed),
    budgetLeftSeconds: seconds(figures.budgetLeft),
    lostValue: Number(figures.lost) / 100,
  };
}

/** The columns of the figures of a group in a file, each with its field. */
export const FIGURE_COLUMNS = {
  stores: 'stores',
  stores_failed: 'storesFailed',
  down_now: 'downNow',
  unobserved_now: 'unobservedNow',
  open_seconds: 'openSeconds',
  uptime_seconds: 'uptimeSeconds',
  downtime_seconds: 'downtimeSeconds',
  unobserved_seconds: 'unobservedSeconds',
  excused_seconds: 'excusedSeconds',
  coverage: 'coverage',
  uptime_percent: 'uptimePercent',
  outages: 'outages',
  outages_ended: 'outagesEnded',
  longest_outage_seconds: 'longestOutageSeconds',
  mean_time_to_repair_seconds: 'meanTimeToRepairSeconds',
  mean_time_between_seconds: 'meanTimeBetweenSeconds',
  met: 'met',
  missed: 'missed',
  budget_left_seconds: 'budgetLeftSeconds',
  lost_value: 'lostValue',
} as const satisfies Record<string, keyof GroupSummaryDto['fleet']>;

export const GROUP_SUMMARY_COLUMNS = ['kind', 'value', 'window', ...Object.keys(FIGURE_COLUMNS)];

/** Yields a line for each group, and one for the fleet, which has neither kind nor value. */
export function* groupSummaryCells({ by, window, groups, fleet }: GroupSummaryDto): Generator<(string | number)[]> {
  // Numbers stay numbers: a negative one is no formula.
  const cells = (figures: GroupSummaryDto['fleet']) =>
    Object.values(FIGURE_COLUMNS).map((field) => figures[field] ?? '');
  for (const { value, ...figures } of groups) yield [by, value ?? '', window.name, ...cells(figures)];
  yield ['', '', window.name, ...cells(fleet)];
}
