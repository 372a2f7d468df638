import { z } from 'zod';
import { formatInstant } from '../../domain/time/instant.js';
import { uptimeDistribution } from '../../domain/reports/uptime-distribution.js';
import type { ReasonSum } from '../../domain/reports/outages-by-reason.js';
import type { SummedUptime } from '../../domain/uptime/uptime.js';
import type { Window } from '../../domain/uptime/windows/windows.js';
import { countOutput, reportWindowShape } from '../../http/schemas.js';
import { toUptimeFields, uptimeShape } from '../../http/dto/uptime.dto.js';
import { reasonsOutput, toReasonsDto } from './outage-reasons.dto.js';
import type { BucketSum } from '../../persistence/reports/rows/report-sum.repository.js';
import type { Report } from '../../persistence/reports/report.entity.js';

const bucketSchema = z
  .strictObject({ from: z.number(), to: z.number(), stores: countOutput })
  .meta({ id: 'UptimeBucket' });

export const reportSummarySchema = z
  .strictObject({
    stores: countOutput,
    storesFailed: countOutput.meta({ description: 'The stores that could not be computed. They are in no sum.' }),
    reasons: reasonsOutput,
    windows: z.array(
      z
        .strictObject({
          name: z.string(),
          ...reportWindowShape,
          ...uptimeShape,
          storesWithoutOpenTime: countOutput,
          storesUnobserved: countOutput.meta({
            description: 'Stores with open time that is not excused, of which nothing was observed.',
          }),
          storesExcused: countOutput.meta({ description: 'Stores with open time, all of which is excused.' }),
          distribution: z.array(bucketSchema).meta({
            description:
              'The stores of which something was observed, by their `uptimePercent`: `from` or more, and less than `to`. ' +
              'In the last bucket are those of exactly 100.',
          }),
        })
        .meta({ id: 'WindowSummary' }),
    ),
  })
  .meta({ id: 'ReportSummary', description: 'The sums of all stores of a report.' });

export type ReportSummaryDto = z.infer<typeof reportSummarySchema>;

/** All outages of a report, and those of them that have a reason. */
interface OutagesOfReport {
  readonly outages: number;
  readonly reasons: ReadonlyMap<string, ReasonSum>;
}

export function toSummaryDto(
  { storesTotal, storesFailed, outagesWindow }: Report,
  windows: readonly Window[],
  sums: readonly BucketSum[],
  { reasons, outages }: OutagesOfReport,
): ReportSummaryDto {
  const down = sums.filter(({ window }) => window === outagesWindow).map(({ uptime }) => uptime.down);
  return {
    stores: storesTotal ?? 0,
    storesFailed,
    reasons: toReasonsDto(reasons, { outages: BigInt(outages), open: down.reduce((total, of) => total + of, 0n) }),
    windows: windows.map((window, index) =>
      toWindowSummary(
        window,
        sums.filter((sum) => sum.window === index),
      ),
    ),
  };
}

function toWindowSummary({ name, from, to }: Window, sums: readonly BucketSum[]) {
  const unobserved = sums.find(({ bucket }) => bucket === null);
  const storesWithoutOpenTime = unobserved?.storesWithoutOpenTime ?? 0;
  const storesExcused = unobserved?.storesExcused ?? 0;
  const storesIn = new Map(sums.flatMap(({ bucket, stores }) => (bucket === null ? [] : [[bucket, stores] as const])));
  return {
    name,
    from: formatInstant(from),
    to: formatInstant(to),
    ...toUptimeFields(sums.map(({ uptime }) => uptime).reduce(add, NOTHING)),
    storesWithoutOpenTime,
    storesUnobserved: (unobserved?.stores ?? 0) - storesWithoutOpenTime - storesExcused,
    storesExcused,
    distribution: uptimeDistribution(storesIn),
  };
}

const NOTHING: SummedUptime = { up: 0n, down: 0n, unobserved: 0n, excused: 0n };

function add(a: SummedUptime, b: SummedUptime): SummedUptime {
  return {
    up: a.up + b.up,
    down: a.down + b.down,
    unobserved: a.unobserved + b.unobserved,
    excused: a.excused + b.excused,
  };
}
