import { defineEntity, p } from '@mikro-orm/core';
import { InstantType } from '../instant-type.js';

const SourceFileSchema = defineEntity({
  name: 'SourceFile',
  tableName: 'source_file',
  properties: {
    path: p.string().primary(),
    bytes: p.bigint('number'),
    modifiedAt: p.type(InstantType),
    sha256: p.string(),
    importId: p.uuid(),
  },
});

/** What was last imported from a file of the data folder. */
export class SourceFile extends SourceFileSchema.class {}
SourceFileSchema.setClass(SourceFile);
