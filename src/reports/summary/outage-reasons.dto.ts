import { z } from 'zod';
import { outagesByReason, type ReasonSum } from '../../domain/reports/outages-by-reason.js';
import { SECOND } from '../../domain/time/instant.js';
import { secondsOutput } from '../../http/dto/uptime.dto.js';
import { countOutput } from '../../http/schemas.js';

const outagesOfReasonSchema = z
  .strictObject({
    reason: z.string().nullable(),
    outages: countOutput,
    openSeconds: secondsOutput,
  })
  .meta({ id: 'OutagesOfReason' });

export const reasonsOutput = z.array(outagesOfReasonSchema).meta({
  description:
    'Why stores were down, by the reasons that polls give: those with the most open time first, at most 100. Null, the last ' +
    'one: the outages without a reason, and those of further reasons. They add up to all outages.',
});

export function toReasonsDto(reasons: ReadonlyMap<string, ReasonSum>, all: ReasonSum): z.infer<typeof reasonsOutput> {
  return outagesByReason(reasons, all).map(({ reason, outages, open }) => {
    return { reason, outages: Number(outages), openSeconds: Number(open) / SECOND };
  });
}
