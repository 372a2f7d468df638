import { z } from 'zod';
import { formatInstant, SECOND } from '../domain/time/instant.js';
import { DEFAULT_TIME_ZONE } from '../domain/time-zones/zone-offsets.js';
import { groupFilter } from '../http/dto/store-attributes.dto.js';
import { countOutput, instantOutput, limitInput, strictRequest } from '../http/schemas.js';
import type { DownStore } from './fleet-states.js';

export const groupQuerySchema = strictRequest({ group: groupFilter });

export type GroupQuery = z.output<typeof groupQuerySchema>;

export const nowQuerySchema = strictRequest({
  group: groupFilter,
  limit: limitInput(10_000, 100).meta({ description: 'Stores that are down, at most.' }),
});

export type NowQuery = z.output<typeof nowQuerySchema>;

const downStoreSchema = z
  .strictObject({
    storeId: z.string(),
    name: z.string().nullable().meta({ description: 'For people; null if none was given.' }),
    timeZone: z.string(),
    timeZoneAssumed: z.boolean().meta({ description: `No zone is known, so ${DEFAULT_TIME_ZONE} is assumed.` }),
    since: instantOutput,
    mayHaveBegunBefore: z.boolean().meta({
      description: 'It is down from the first open instant of the last seven days on; it may have begun before.',
    }),
    openSecondsDown: z.number().meta({ description: 'The open time since then. Closed hours do not count.' }),
    closesAt: instantOutput.nullable().meta({ description: 'Null: it does not close within a week.' }),
  })
  .meta({ id: 'DownStore' });

/** Stores by their state. */
export const countsSchema = z
  .strictObject({
    down: countOutput.meta({ description: 'Should be open, and are not online.' }),
    unobserved: countOutput.meta({ description: 'Should be open, and no poll says whether they are online.' }),
    up: countOutput,
    closed: countOutput.meta({ description: 'Need not be open.' }),
    excused: countOutput.meta({
      description: 'Should be open, but what they are is not held against them. Rule 21.',
    }),
  })
  .meta({ id: 'NowCounts' });

export const nowSchema = z
  .strictObject({
    asOf: instantOutput.nullable().meta({ description: 'The newest poll; null if there are none.' }),
    dataVersion: countOutput.nullable(),
    counts: countsSchema,
    down: z.array(downStoreSchema).meta({
      description: 'The first `limit` of those that are down, the one with the longest open time first.',
    }),
  })
  .meta({ id: 'Now' });

export type NowDto = z.infer<typeof nowSchema>;

export function toDownStoreDto(store: DownStore): NowDto['down'][number] {
  const { storeId, name, timeZone, since, mayHaveBegunBefore, open, closesAt } = store;
  return {
    storeId,
    name,
    timeZone: timeZone ?? DEFAULT_TIME_ZONE,
    timeZoneAssumed: timeZone === null,
    since: formatInstant(since),
    mayHaveBegunBefore,
    openSecondsDown: open / SECOND,
    closesAt: closesAt === null ? null : formatInstant(closesAt),
  };
}
