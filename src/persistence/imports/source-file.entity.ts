import { defineEntity, p } from '@mikro-orm/core';
import { InstantType } from '../connection/instant-type.js';

const SourceFileSchema = defineEntity({
  name: 'SourceFile',
  tableName: 'source_file',
  properties: {
    path: p.string().primary(),
    bytes: p.bigint('number'),
    modifiedAt: p.type(InstantType),
    /** The hash of the first `bytesRead` bytes. */
    sha256: p.string(),
    /** Byte offset after the last complete imported line; null if the file was refused. */
    bytesRead: p.bigint('number').nullable(),
    /** Lines up to there; null if reading can't continue from there. */
    linesRead: p.integer().nullable(),
    /** False if a last line without a line end was left unread. */
    isWhole: p.boolean(),
    importId: p.uuid(),
  },
});

/** How far a file of the data folder was imported, or that it was refused. */
export class SourceFile extends SourceFileSchema.class {}
SourceFileSchema.setClass(SourceFile);
