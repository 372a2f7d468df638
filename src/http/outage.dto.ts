import { z } from 'zod';
import { formatInstant, SECOND } from '../domain/instant.js';
import type { Outage } from '../domain/outages.js';
import { instantOutput } from './schemas.js';
import { secondsOutput } from './uptime.dto.js';

/** An outage in an answer. */
export const outageShape = {
  from: instantOutput,
  to: instantOutput,
  openSeconds: secondsOutput.meta({ description: 'How much of it is open time: closed hours do not end an outage.' }),
  ongoing: z.boolean().meta({ description: 'Down up to the last open instant of the window.' }),
  mayHaveBegunBefore: z.boolean().meta({
    description: 'Down from the first open instant of the window on: what was before, the window does not say.',
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
