import { defineEntity, p } from '@mikro-orm/core';
import { InstantType } from '../connection/instant-type.js';

export const IMPORT_STATUSES = ['Running', 'Complete', 'Failed'] as const;
export const FILE_KINDS = ['polls', 'business-hours', 'time-zones'] as const;

/** Where files come from: the data folder, or whoever uploads them. */
export const IMPORT_SOURCES = ['folder', 'upload'] as const;

export type ImportSource = (typeof IMPORT_SOURCES)[number];

/** What a file holds. */
export type FileKind = (typeof FILE_KINDS)[number];

const ImportSchema = defineEntity({
  name: 'Import',
  tableName: 'import',
  properties: {
    importId: p.uuid().primary(),
    fileName: p.string(),
    source: p.enum(IMPORT_SOURCES),
    /** Of what is to be read: of a file that grew, what came after. */
    bytes: p.bigint('number'),
    bytesRead: p.bigint('number').default(0),
    status: p.enum(IMPORT_STATUSES),
    kind: p.enum(FILE_KINDS).nullable(),
    rowsRead: p.integer().default(0),
    inserted: p.integer().default(0),
    unchanged: p.integer().default(0),
    corrected: p.integer().default(0),
    rejected: p.integer().default(0),
    /** The data version that the import made; null where it changed nothing. */
    dataVersion: p.integer().nullable(),
    /** The newest data version at its end: as of it, the data say what the file says. */
    asOfVersion: p.integer().nullable(),
    /** Of the whole content, where it was read from its beginning to its end. */
    sha256: p.string().nullable(),
    error: p.string().nullable(),
    startedAt: p.type(InstantType),
    finishedAt: p.type(InstantType).nullable(),
  },
});

/** One file taken in, or refused, as a whole. */
export class Import extends ImportSchema.class {}
ImportSchema.setClass(Import);
