import { defineEntity, p } from '@mikro-orm/core';
import { InstantType } from '../connection/instant-type.js';

const SourceFileSchema = defineEntity({
  name: 'SourceFile',
  tableName: 'source_file',
  properties: {
    path: p.string().primary(),
    bytes: p.bigint('number'),
    modifiedAt: p.type(InstantType),
    /** Of the first `bytesRead` bytes. */
    sha256: p.string(),
    /** Up to where its lines have ends and were imported; null where it was refused. */
    bytesRead: p.bigint('number').nullable(),
    /** Lines up to there; null where it can't be read on from there. */
    linesRead: p.integer().nullable(),
    /** False where a last line without an end was left. */
    isWhole: p.boolean(),
    importId: p.uuid(),
  },
});

/** What was last imported, or refused, from a file of the data folder. */
export class SourceFile extends SourceFileSchema.class {}
SourceFileSchema.setClass(SourceFile);
