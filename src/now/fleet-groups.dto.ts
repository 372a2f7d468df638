import { z } from 'zod';
import { figureDays, sumOf } from '../domain/fleet/figure-table.js';
import type { FleetGroup } from '../domain/fleet/fleet-groups.js';
import type { Target } from '../domain/groups/target.js';
import { cursorInput, pageOf } from '../http/cursor.js';
import { groupKindInput } from '../http/dto/store-attributes.dto.js';
import { toUptimeOfWindow, uptimeOfWindowSchema } from '../http/dto/uptime-of-window.dto.js';
import { countOutput, limitInput, strictRequest } from '../http/schemas.js';
import type { Figures } from './fleet-figures.js';
import { figuresShape, weekOf } from './fleet-uptime.dto.js';
import { countsSchema } from './now.dto.js';

export const fleetGroupsQuerySchema = strictRequest({
  by: groupKindInput.optional().meta({ description: 'A kind of groups; by default the first one.' }),
  limit: limitInput(1_000, 100),
  cursor: cursorInput(z.strictObject({ value: z.string().nullable() })),
});

export type FleetGroupsQuery = z.output<typeof fleetGroupsQuerySchema>;

const fleetGroupSchema = z
  .strictObject({
    value: z.string().nullable().meta({ description: 'Null: the stores that have no value of the kind.' }),
    stores: countOutput,
    counts: countsSchema,
    target: z.number().nullable().meta({ description: 'That was set for the group, in per cent; null if none was.' }),
    day: uptimeOfWindowSchema.meta({ description: 'The last 24 hours.' }),
    week: uptimeOfWindowSchema.meta({ description: 'The last seven days.' }),
    days: z.array(uptimeOfWindowSchema).meta({ description: 'Each 24 hours of the week, the oldest first.' }),
    met: countOutput.meta({ description: 'Stores that met their target in the week. Rule 25.' }),
    missed: countOutput.meta({
      description: 'Stores that missed it. Those without a target, or unobserved, are in neither.',
    }),
    lostValue: z.number().meta({
      description: 'Downtime of the week times the value of an open hour, of the stores that have one.',
    }),
  })
  .meta({ id: 'FleetGroup' });

export const fleetGroupsSchema = pageOf(fleetGroupSchema)
  .extend({
    ...figuresShape,
    kinds: z.array(z.string()).meta({ description: 'The kinds of groups that there are.' }),
    by: z.string().nullable().meta({ description: 'The kind of the groups; null if there is none.' }),
  })
  .meta({ id: 'FleetGroups', description: 'The sums over the stores of each group. Rule 23.' });

export type FleetGroupsDto = z.infer<typeof fleetGroupsSchema>;

export function toFleetGroupDto(
  { asOf }: Figures,
  { value, stores, counts, days: sums, met, missed, lost }: FleetGroup,
  targets: ReadonlyMap<string, Target>,
): FleetGroupsDto['items'][number] {
  const windows = figureDays(asOf);
  const days = windows.map((window, day) => toUptimeOfWindow(window, sums[day]!));
  return {
    value,
    stores,
    counts,
    target: value === null ? null : (targets.get(value) ?? null),
    day: days.at(-1)!,
    week: toUptimeOfWindow(weekOf(windows), sumOf(sums)),
    days,
    met,
    missed,
    lostValue: Number(lost) / 100,
  };
}
