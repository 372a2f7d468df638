import { z } from 'zod';
import { FILE_KINDS, IMPORT_SOURCES, IMPORT_STATUSES } from '../domain/import.js';
import { formatInstant, SECOND } from '../domain/time/instant.js';
import { DEFAULT_TIME_ZONE } from '../domain/time-zones/zone-offsets.js';
import { cursorInput, pageOf } from '../http/cursor.js';
import { countOutput, idInput, instantInput, instantOutput, limitInput, strictRequest } from '../http/schemas.js';
import { type Import } from '../persistence/imports/import.entity.js';

const importStatusSchema = z.enum(IMPORT_STATUSES).meta({ id: 'ImportStatus' });

export const importSchema = z
  .strictObject({
    importId: z.uuid(),
    status: importStatusSchema,
    kind: z
      .enum(FILE_KINDS)
      .meta({ id: 'FileKind' })
      .nullable()
      .meta({ description: 'Null until the header is read, and if it is not recognized.' }),
    fileName: z.string(),
    source: z.enum(IMPORT_SOURCES).meta({ id: 'ImportSource', description: 'The data folder, or an upload.' }),
    bytes: countOutput.meta({ description: 'Of a file that grew: the bytes after the part that was imported before.' }),
    bytesRead: countOutput.meta({ description: 'The bytes that have been read.' }),
    rowsRead: countOutput,
    inserted: countOutput,
    unchanged: countOutput.meta({ description: 'Rows that are known already.' }),
    corrected: countOutput.meta({ description: 'Rows that replaced another value.' }),
    rejected: countOutput.meta({ description: 'Rows that could not be used: see `/imports/{importId}/rejects`.' }),
    storesWithAssumedTimeZone: countOutput.nullable().meta({
      description:
        `Stores that the file names and that have no time zone at its end, so that ${DEFAULT_TIME_ZONE} is assumed. Also those ` +
        'whose rows were rejected for their zone. Null if the file was not read.',
    }),
    rejectReasons: z
      .array(
        z
          .strictObject({
            reason: z.string().meta({ description: 'Without the values of single rows.' }),
            count: countOutput,
            example: z
              .strictObject({ line: countOutput, row: z.string() })
              .meta({ id: 'RejectedRow', description: 'The first such row.' }),
          })
          .meta({ id: 'RejectReason' }),
      )
      .meta({ description: 'Why rows were rejected, the most frequent reason first. All rejected rows are counted.' }),
    rejectsDroppedAt: instantOutput
      .nullable()
      .meta({ description: 'When the rejected rows were dropped (REJECT_RETENTION_DAYS); null if they are there.' }),
    warnings: z
      .array(
        z
          .strictObject({
            warning: z.string(),
            count: countOutput,
            example: z
              .strictObject({ line: countOutput, value: z.string() })
              .meta({ id: 'WarnedRow', description: 'The first such row.' }),
          })
          .meta({ id: 'ImportWarning' }),
      )
      .meta({ description: 'What to look at in rows that were taken nevertheless.' }),
    ignoredColumns: z.array(z.string()).meta({ description: 'The columns of the file that are not read.' }),
    dataVersion: z
      .int()
      .positive()
      .nullable()
      .meta({ description: 'The data version that it created; null if it changed nothing.' }),
    startedAt: instantOutput,
    finishedAt: instantOutput.nullable(),
    durationMs: z.int().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Import' });

export type ImportDto = z.infer<typeof importSchema>;

export const uploadedSchema = z
  .strictObject({
    importId: z.uuid().meta({ description: 'The import of the first file.' }),
    status: importStatusSchema,
    imports: z.array(
      z
        .strictObject({ importId: z.uuid(), fileName: z.string(), status: importStatusSchema })
        .meta({ id: 'UploadedFile' }),
    ),
  })
  .meta({
    id: 'Uploaded',
    description: 'One import for each file, in the order of the files, in which they are imported.',
  });

export type UploadedDto = z.infer<typeof uploadedSchema>;

export const importPageSchema = pageOf(importSchema).meta({ id: 'ImportPage' });

export const importIdSchema = idInput('an import id is a UUID, as GET /imports lists them');

export const importListQuerySchema = strictRequest({
  limit: limitInput(100, 20),
  cursor: cursorInput(z.strictObject({ startedAt: z.int(), importId: z.uuid() })),
  status: importStatusSchema.optional(),
  from: instantInput().optional().meta({ description: 'Started at this instant or later.' }),
  rejects: z
    .literal('true', 'must be true, or left out')
    .optional()
    .meta({ description: 'Only imports with rejected rows.' }),
});

export type ImportListQuery = z.output<typeof importListQuerySchema>;

export const rejectPageSchema = pageOf(
  z
    .strictObject({
      line: countOutput.meta({ description: 'In the file.' }),
      reason: z.string(),
      row: z.string().meta({ description: 'As CSV, cut after 2,000 characters.' }),
    })
    .meta({ id: 'Reject' }),
).meta({ id: 'RejectPage' });

const MAX_LINE = 2 ** 31 - 1;

export const rejectListQuerySchema = strictRequest({
  format: z
    .enum(['csv', 'json'])
    .default('csv')
    .meta({ description: '`csv`: all rows in one file. `json`: page by page.' }),
  limit: limitInput(1_000, 100),
  cursor: cursorInput(z.strictObject({ line: z.int().max(MAX_LINE) })),
});

export type RejectListQuery = z.output<typeof rejectListQuerySchema>;

export function toImportDto(imported: Import): ImportDto {
  return {
    importId: imported.importId,
    status: imported.status,
    kind: imported.kind ?? null,
    fileName: imported.fileName,
    source: imported.source,
    bytes: imported.bytes,
    bytesRead: imported.bytesRead,
    rowsRead: imported.rowsRead,
    inserted: imported.inserted,
    unchanged: imported.unchanged,
    corrected: imported.corrected,
    rejected: imported.rejected,
    storesWithAssumedTimeZone: imported.storesWithAssumedTimeZone ?? null,
    rejectReasons: imported.rejectReasons,
    rejectsDroppedAt: imported.rejectsDroppedAt == null ? null : formatInstant(imported.rejectsDroppedAt),
    warnings: imported.warnings,
    ignoredColumns: imported.ignoredColumns,
    dataVersion: imported.dataVersion ?? null,
    startedAt: formatInstant(imported.startedAt),
    finishedAt: imported.finishedAt == null ? null : formatInstant(imported.finishedAt),
    durationMs:
      imported.finishedAt == null ? null : Math.round(((imported.finishedAt - imported.startedAt) * 1000) / SECOND),
    error: imported.error ?? null,
  };
}
