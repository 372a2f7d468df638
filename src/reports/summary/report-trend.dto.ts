import { z } from 'zod';
import { REPORT_TRIGGERS } from '../../domain/reports/report.js';
import { STORABLE_TEXT } from '../../domain/store-id.js';
import { formatInstant } from '../../domain/time/instant.js';
import type { SummedUptime } from '../../domain/uptime/uptime.js';
import { countOutput, instantOutput, limitInput, strictRequest } from '../../http/schemas.js';
import { toUptimeFields, uptimeShape } from '../../http/dto/uptime.dto.js';
import type { Report } from '../../persistence/reports/report.entity.js';

const MAX_REPORTS = 100;

export const trendQuerySchema = strictRequest({
  window: z.string().regex(STORABLE_TEXT, 'is the name of no window').default('last_week').meta({
    pattern: '^[^\\u0000]+$',
    description: 'The name of a window: `last_hour`, `last_day`, `last_week`, or a requested one.',
  }),
  limit: limitInput(MAX_REPORTS, 30).meta({ description: 'How many reports, the newest ones.' }),
});

export type TrendQuery = z.output<typeof trendQuerySchema>;

export const reportTrendSchema = z
  .strictObject({
    window: z.string(),
    items: z
      .array(
        z
          .strictObject({
            reportId: z.uuid(),
            asOf: instantOutput,
            trigger: z.enum(REPORT_TRIGGERS),
            stores: countOutput,
            ...uptimeShape,
          })
          .meta({ id: 'TrendItem' }),
      )
      .meta({
        description: 'The complete reports on all stores that have the window, the earliest as-of instant first.',
      }),
  })
  .meta({ id: 'ReportTrend' });

export type ReportTrendDto = z.infer<typeof reportTrendSchema>;

/** The sums of one window of a report. */
export interface TrendSum {
  readonly stores: number;
  readonly uptime: SummedUptime;
}

export function toTrendItem({ reportId, asOf, trigger }: Report, { stores, uptime }: TrendSum) {
  return { reportId, asOf: formatInstant(asOf!), trigger, stores, ...toUptimeFields(uptime) };
}
