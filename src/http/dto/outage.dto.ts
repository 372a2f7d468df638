import { z } from 'zod';
import { formatInstant, SECOND } from '../../domain/time/instant.js';
import type { Outage } from '../../domain/uptime/outages/outages.js';
import { instantOutput } from '../schemas.js';
import { secondsOutput } from './uptime.dto.js';

/** The fields of an outage in a response. */
export const outageShape = {
  from: instantOutput,
  to: instantOutput,
  openSeconds: secondsOutput.meta({ description: 'The open time in it; closed hours do not end an outage.' }),
  ongoing: z.boolean().meta({ description: 'Down up to the last open instant of the window.' }),
  mayHaveBegunBefore: z.boolean().meta({
    description: 'Down from the first open instant of the window; it may have begun before the window.',
  }),
  reason: z
    .string()
    .nullable()
    .meta({ description: 'What the first of its polls that has a reason says; null if none has one.' }),
};

export function toOutageDto({ from, to, open, ongoing, mayHaveBegunBefore, reason }: Outage) {
  return {
    from: formatInstant(from),
    to: formatInstant(to),
    openSeconds: open / SECOND,
    ongoing,
    mayHaveBegunBefore,
    reason,
  };
}
