import { z } from 'zod';
import { formatInstant } from '../../domain/time/instant.js';
import type { Window } from '../../domain/uptime/windows/windows.js';
import { cursorInput, pageOf } from '../../http/cursor.js';
import { outageShape, toOutageDto } from '../../http/dto/outage.dto.js';
import { groupFilter } from '../../http/dto/store-attributes.dto.js';
import { limitInput, reportWindowShape, strictRequest, storeIdFilter } from '../../http/schemas.js';
import type { StoreOutage } from '../../persistence/reports/rows/report-outage.repository.js';

export const reportOutageSchema = z
  .strictObject({
    storeId: z.string(),
    name: z.string().nullable().meta({ description: 'Of the store, for people; null if none was given.' }),
    ...outageShape,
  })
  .meta({ id: 'ReportOutage' });

export type ReportOutageDto = z.infer<typeof reportOutageSchema>;

export const reportOutagePageSchema = pageOf(reportOutageSchema)
  .extend({
    window: z.strictObject({ name: z.string(), ...reportWindowShape }).meta({
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
  group: groupFilter,
});

export type ReportOutageQuery = z.output<typeof reportOutageQuerySchema>;

export function toReportOutageDto({ storeId, ...outage }: StoreOutage, name: string | null): ReportOutageDto {
  return { storeId, name, ...toOutageDto(outage) };
}

export function toWindowDto({ name, from, to }: Window): ReportOutagePage['window'] {
  return { name, from: formatInstant(from), to: formatInstant(to) };
}
