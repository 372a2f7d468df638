import { z } from 'zod';
import { formatInstant, SECOND } from '../domain/instant.js';
import type { Outage } from '../domain/outages.js';
import { instantOutput } from './schemas.js';

/** An outage in an answer. */
export const outageShape = {
  from: instantOutput,
  to: instantOutput,
  openSeconds: z.number().meta({
    description: 'How long it lasted within open time, exact to the microsecond. Closed time between is not counted.',
  }),
  ongoing: z.boolean().meta({ description: 'Goes on up to the last open instant of the window.' }),
  mayHaveBegunBefore: z.boolean().meta({
    description: 'Goes on from the first open instant of the window: what was before, the window does not say.',
  }),
};

export function toOutageDto({ from, to, open, ongoing, mayHaveBegunBefore }: Outage) {
  return {
    from: formatInstant(from),
    to: formatInstant(to),
    openSeconds: open / SECOND,
    ongoing,
    mayHaveBegunBefore,
  };
}
