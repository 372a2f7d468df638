import { z } from 'zod';
import { compareWithTarget, lostHundredths } from '../../domain/groups/target.js';
import { DAY, SECOND, type Microseconds } from '../../domain/time/instant.js';
import type { Interval } from '../../domain/uptime/intervals.js';
import type { Uptime } from '../../domain/uptime/uptime.js';
import { secondsOutput } from '../../http/dto/uptime.dto.js';
import { toUptimeOfWindow, uptimeOfWindowSchema } from '../../http/dto/uptime-of-window.dto.js';
import { countOutput } from '../../http/schemas.js';
import type { ReportedAttributes } from '../../persistence/groups/reported-attributes.repository.js';

const OF_OUTAGES = 'Null for a window whose outages are not stored: the others than the longest.';

/** A window of a row of a report. */
export const rowWindowSchema = uptimeOfWindowSchema
  .extend({
    outages: countOutput.nullable().meta({ description: OF_OUTAGES }),
    longestOutageSeconds: secondsOutput
      .nullable()
      .meta({ description: `Open time; null without outages. ${OF_OUTAGES}` }),
    meanTimeToRepairSeconds: secondsOutput
      .nullable()
      .meta({ description: `The mean open time of the outages that ended; null if none did. ${OF_OUTAGES}` }),
    meanTimeBetweenSeconds: secondsOutput
      .nullable()
      .meta({ description: `Uptime divided by the number of outages; null if there is none. ${OF_OUTAGES}` }),
    target: z
      .number()
      .nullable()
      .meta({
        description:
          'The uptime to reach, in per cent: of the store, else the highest of its groups, else the default, as of the data version ' +
          'of the report. Null: none. Rule 25.',
      }),
    met: z.boolean().nullable().meta({ description: 'Null without a target, or if nothing was observed.' }),
    budgetLeftSeconds: z.number().nullable().meta({
      description:
        'The downtime that the target allows, and that was not used; negative if more was. Null as `met` is.',
    }),
    burnRate: z
      .number()
      .nullable()
      .meta({
        description:
          'The downtime as a multiple of what the target allows. Null as `met` is, for a target of 100, and for a window shorter than a ' +
          'day, which may be a single poll.',
      }),
    lostValue: z.number().nullable().meta({
      description: 'The downtime times the value of an open hour, to two decimals, half up; null without a value.',
    }),
  })
  .meta({ id: 'WindowOfRow' });

export type RowWindowDto = z.infer<typeof rowWindowSchema>;

/** The outages of a window; undefined if they are not stored. */
export interface WindowOutages {
  readonly outages: number;
  readonly longestOutage: Microseconds | null;
  readonly outagesEnded: number;
  /** The open time of the outages that ended. */
  readonly endedOpen: Microseconds;
}

export function toRowWindow(
  window: Interval,
  uptime: Uptime,
  { target, valuePerHour }: ReportedAttributes,
  stored: WindowOutages | undefined,
): RowWindowDto {
  const result = target === null ? null : compareWithTarget(uptime, target);
  return {
    ...toUptimeOfWindow(window, uptime),
    ...toOutageFields(uptime, stored),
    target,
    met: result?.met ?? null,
    budgetLeftSeconds: result === null ? null : Number(result.budgetLeft) / SECOND,
    burnRate: window.to - window.from < DAY ? null : (result?.burn ?? null),
    lostValue: valuePerHour === null ? null : Number(lostHundredths(uptime.down, valuePerHour)) / 100,
  };
}

function toOutageFields({ up }: Uptime, stored: WindowOutages | undefined) {
  const { outages, longestOutage, outagesEnded, endedOpen } = stored ?? NOT_STORED;
  return {
    outages,
    longestOutageSeconds: longestOutage === null ? null : longestOutage / SECOND,
    meanTimeToRepairSeconds: meanSeconds(endedOpen, outagesEnded),
    meanTimeBetweenSeconds: meanSeconds(up, outages ?? 0),
  };
}

const NOT_STORED = { outages: null, longestOutage: null, outagesEnded: 0, endedOpen: 0 };

/** Returns a mean in seconds, rounded down to the microsecond as that of a group is; null of nothing. */
function meanSeconds(sum: Microseconds, count: number): number | null {
  return count === 0 ? null : (sum - (sum % count)) / count / SECOND;
}
