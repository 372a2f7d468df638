import { z } from 'zod';
import { formatInstant, SECOND } from '../domain/instant.js';
import { cursorInput, pageOf } from '../http/cursor.js';
import { instantOutput, limitInput, strictRequest } from '../http/schemas.js';
import { FILE_KINDS, IMPORT_SOURCES, IMPORT_STATUSES, type Import } from '../persistence/imports/import.entity.js';

export const importSchema = z
  .strictObject({
    importId: z.uuid(),
    status: z.enum(IMPORT_STATUSES),
    kind: z
      .enum(FILE_KINDS)
      .nullable()
      .meta({ description: 'Null until the header was read, and where it is unknown.' }),
    fileName: z.string(),
    source: z.enum(IMPORT_SOURCES).meta({ description: 'The data folder, or an upload.' }),
    bytes: z.int().meta({ description: 'Of a file that grew: what came after what was imported before.' }),
    bytesRead: z.int().meta({ description: 'How far reading is.' }),
    rowsRead: z.int(),
    inserted: z.int(),
    unchanged: z.int().meta({ description: 'Rows that were known as they are.' }),
    corrected: z.int().meta({ description: 'Rows that replaced another value.' }),
    rejected: z.int().meta({ description: 'Rows that could not be used: see `/imports/{importId}/rejects`.' }),
    dataVersion: z.int().nullable().meta({ description: 'The data version it made; null where it changed nothing.' }),
    startedAt: instantOutput,
    finishedAt: instantOutput.nullable(),
    durationMs: z.int().nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'Import' });

export type ImportDto = z.infer<typeof importSchema>;

export const uploadedSchema = z
  .strictObject({
    importId: z.uuid().meta({ description: 'Of the first file.' }),
    status: z.enum(IMPORT_STATUSES),
    imports: z.array(z.strictObject({ importId: z.uuid(), fileName: z.string(), status: z.enum(IMPORT_STATUSES) })),
  })
  .meta({ id: 'Uploaded', description: 'One import for each file, in their order, in which they are imported, too.' });

export type UploadedDto = z.infer<typeof uploadedSchema>;

export const importPageSchema = pageOf(importSchema).meta({ id: 'ImportPage' });

export const importIdSchema = z.uuid({ error: 'an import id is a UUID, as GET /imports lists them' });

export const importListQuerySchema = strictRequest({
  limit: limitInput(100, 20),
  cursor: cursorInput(z.strictObject({ startedAt: z.int(), importId: z.uuid() })),
});

export type ImportListQuery = z.output<typeof importListQuerySchema>;

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
    dataVersion: imported.dataVersion ?? null,
    startedAt: formatInstant(imported.startedAt),
    finishedAt: imported.finishedAt == null ? null : formatInstant(imported.finishedAt),
    durationMs:
      imported.finishedAt == null ? null : Math.round(((imported.finishedAt - imported.startedAt) * 1000) / SECOND),
    error: imported.error ?? null,
  };
}
