import { defineEntity, p } from '@mikro-orm/core';
import {
  FILE_KINDS,
  IMPORT_SOURCES,
  IMPORT_STATUSES,
  type ImportWarning,
  type RejectReason,
} from '../../domain/import.js';
import { InstantType } from '../connection/instant-type.js';

const ImportSchema = defineEntity({
  name: 'Import',
  tableName: 'import',
  properties: {
    importId: p.uuid().primary(),
    fileName: p.string(),
    source: p.enum(IMPORT_SOURCES),
    /** The stores that the uploader was limited to; null: all of them. */
    stores: p.array().nullable(),
    /** The bytes to read: of a file that grew, those after the imported part. */
    bytes: p.bigint('number'),
    bytesRead: p.bigint('number').default(0),
    status: p.enum(IMPORT_STATUSES),
    kind: p.enum(FILE_KINDS).nullable(),
    rowsRead: p.integer().default(0),
    inserted: p.integer().default(0),
    unchanged: p.integer().default(0),
    corrected: p.integer().default(0),
    rejected: p.integer().default(0),
    ignoredColumns: p.json<string[]>().default('[]'),
    warnings: p.json<ImportWarning[]>().default('[]'),
    rejectReasons: p.json<RejectReason[]>().default('[]'),
    /** Stores that it names and that had no time zone at its end; null if the file was not read, and for old imports. */
    storesWithAssumedTimeZone: p.integer().nullable(),
    /** When retention dropped the rejected rows; null if they are there. */
    rejectsDroppedAt: p.type(InstantType).nullable(),
    /** The data version that the import created; null if it changed nothing. */
    dataVersion: p.integer().nullable(),
    /** The newest data version at its end: as of it, the data hold the content of the file. */
    asOfVersion: p.integer().nullable(),
    /** The hash of the whole content; null if only a part was read. */
    sha256: p.string().nullable(),
    error: p.string().nullable(),
    startedAt: p.type(InstantType),
    finishedAt: p.type(InstantType).nullable(),
  },
});

/** The import of one file, which is merged or refused as a whole. */
export class Import extends ImportSchema.class {}
ImportSchema.setClass(Import);
