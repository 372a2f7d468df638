import { z } from 'zod';
import { formatInstant } from '../../domain/time/instant.js';
import type { Window } from '../../domain/uptime/windows.js';
import { cursorInput, pageOf } from '../../http/cursor.js';
import { outageShape, toOutageDto } from '../../http/dto/outage.dto.js';
import { instantOutput, limitInput, strictRequest, storeIdFilter } from '../../http/schemas.js';
import type { StoreOutage } from '../../persistence/reports/rows/report-outage.repository.js';

export const reportOutageSchema = z.strictObject({ storeId: z.string(), ...outageShape }).meta({ id: 'ReportOutage' });

export type ReportOutageDto = z.infer<typeof reportOutageSchema>;

export const reportOutagePageSchema = pageOf(reportOutageSchema)
  .extend({
    window: z.strictObject({ name: z.string(), from: instantOutput, to: instantOutput }).meta({
      id: 'NamedWindow',
      description: "The longest of the report's windows, whose outages are stored.",
    }),
  })
  .meta({ id: 'ReportOutagePage' });

export type ReportOutagePage = z.infer<typeof reportOutagePageSchema>;

export const reportOutageQuerySchema = strictRequest({
  limit: limitInput(1_000, 100),
  cursor: cursorInput(z.strictObject({ open: z.int(), from: z.int(), storeId: storeIdFilter })),
  storeId: storeIdFilter.optional().meta({ description: 'Only the outages of this store.' }),
});

export type ReportOutageQuery = z.output<typeof reportOutageQuerySchema>;

export function toReportOutageDto({ storeId, ...outage }: StoreOutage): ReportOutageDto {
  return { storeId, ...toOutageDto(outage) };
}

export function toWindowDto({ name, from, to }: Window): ReportOutagePage['window'] {
  return { name, from: formatInstant(from), to: formatInstant(to) };
}
