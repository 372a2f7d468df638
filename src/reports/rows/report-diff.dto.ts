import { z } from 'zod';
import { SECOND } from '../../domain/time/instant.js';
import type { Uptime } from '../../domain/uptime/uptime.js';
import type { Window } from '../../domain/uptime/windows/windows.js';
import { cursorInput, pageOf } from '../../http/cursor.js';
import { limitInput, strictRequest, storeIdFilter, timeZoneReleaseSchema } from '../../http/schemas.js';
import type { RowDifference } from '../../persistence/reports/rows/report-row.js';
import { reportIdSchema } from '../report.dto.js';

const secondsDifference = z
  .number()
  .meta({ description: 'The difference to the other report, exact; negative if this report has less.' });

const windowDiffSchema = z
  .strictObject({
    openSeconds: secondsDifference,
    uptimeSeconds: secondsDifference,
    downtimeSeconds: secondsDifference,
    unobservedSeconds: secondsDifference,
    excusedSeconds: secondsDifference,
  })
  .meta({ id: 'WindowDifference' });

const CHANGES = ['numbers', 'added', 'removed', 'error'] as const;

export const rowDiffSchema = z
  .strictObject({
    storeId: z.string(),
    change: z.enum(CHANGES).meta({
      id: 'RowChange',
      description:
        '`added`: the other report has no row for it. `error`: it could not be computed for at least one report.',
    }),
    windows: z
      .record(z.string(), windowDiffSchema)
      .nullable()
      .meta({ description: 'The differences of each window; null unless both reports have numbers.' }),
  })
  .meta({ id: 'RowDifference' });

export const rowDiffPageSchema = pageOf(rowDiffSchema)
  .extend({
    timeZoneData: z
      .strictObject({
        release: timeZoneReleaseSchema.nullable(),
        against: timeZoneReleaseSchema.nullable().meta({ description: 'The release of the other report.' }),
      })
      .meta({
        id: 'ComparedTimeZoneData',
        description: 'If the releases differ, numbers may differ for that reason. Null: not recorded.',
      }),
  })
  .meta({ id: 'RowDifferencePage' });

export type RowDiffPage = z.infer<typeof rowDiffPageSchema>;

export type RowDiffDto = z.infer<typeof rowDiffSchema>;

export const rowDiffQuerySchema = strictRequest({
  against: reportIdSchema.meta({ description: 'The other report, of the same windows.' }),
  limit: limitInput(1_000, 100),
  cursor: cursorInput(z.strictObject({ against: z.string(), storeId: storeIdFilter })),
});

export type RowDiffQuery = z.output<typeof rowDiffQuerySchema>;

export function toRowDiffDto({ storeId, row, other }: RowDifference, windows: readonly Window[]): RowDiffDto {
  if (row === null) return { storeId, change: 'removed', windows: null };
  if (other === null) return { storeId, change: 'added', windows: null };
  if (row.uptimes === null || other.uptimes === null) return { storeId, change: 'error', windows: null };
  const [these, those] = [row.uptimes, other.uptimes];
  const entries = windows.map(({ name }, w) => [name, toWindowDifference(these[w]!, those[w]!)] as const);
  return { storeId, change: 'numbers', windows: Object.fromEntries(entries) };
}

function toWindowDifference(these: Uptime, those: Uptime) {
  const difference = (state: keyof Uptime) => these[state] - those[state];
  const [up, down, unobserved] = [difference('up'), difference('down'), difference('unobserved')];
  const excused = difference('excused');
  return {
    openSeconds: (up + down + unobserved + excused) / SECOND,
    uptimeSeconds: up / SECOND,
    downtimeSeconds: down / SECOND,
    unobservedSeconds: unobserved / SECOND,
    excusedSeconds: excused / SECOND,
  };
}
