import type { z } from 'zod';
import { reasonInput } from '../../http/dto/reason.js';
import { instantInput, strictRequest } from '../../http/schemas.js';

/** An outage of a store, or a part of one, that is to be excused. */
export const excuseInputSchema = strictRequest({
  from: instantInput().meta({ description: 'The first instant of the outage, or of the part that is to be excused.' }),
  to: instantInput().meta({ description: 'The end, which is not part of it.' }),
  reason: reasonInput
    .min(1, 'must say why')
    .meta({ description: 'Why, for people.', examples: ['The platform was down'] }),
}).meta({
  id: 'ExcuseInput',
  example: { from: '2023-01-24T12:30:00Z', to: '2023-01-24T15:00:00Z', reason: 'The platform was down' },
});

export type ExcuseBody = z.output<typeof excuseInputSchema>;
