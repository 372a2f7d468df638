import { z } from 'zod';
import { CLOSURE_KINDS } from '../domain/calendar/closures.js';
import { cursorInput, pageOf } from '../http/cursor.js';
import { closureSchema } from '../http/dto/closure.dto.js';
import { groupInput } from '../http/dto/store-attributes.dto.js';
import { idInput, instantInput, limitInput, storeIdFilter, strictRequest } from '../http/schemas.js';

export const closureIdSchema = idInput('the id of a closure is a UUID, as GET /closures shows it');

export const closurePageSchema = pageOf(closureSchema).meta({ id: 'ClosurePage' });

export type ClosurePage = z.infer<typeof closurePageSchema>;

export const closureListQuerySchema = strictRequest({
  storeId: storeIdFilter.optional().meta({
    description: 'Only those that count for this store: its own, those of its groups, and those of the fleet.',
  }),
  group: groupInput.optional().meta({
    description: 'Only those of this group, written `kind:value`, and those of the fleet.',
  }),
  kind: z.enum(CLOSURE_KINDS).optional(),
  from: instantInput().optional().meta({ description: 'Only those that end after this instant.' }),
  to: instantInput().optional().meta({ description: 'Only those that begin before this instant.' }),
  limit: limitInput(1_000, 100),
  cursor: cursorInput(z.strictObject({ start: z.int(), closureId: z.uuid() })),
});

export type ClosureListQuery = z.output<typeof closureListQuerySchema>;
