import { z } from 'zod';
import { formatInstant } from '../domain/instant.js';
import { DEFAULT_TIME_ZONE } from '../domain/zone-offsets.js';
import { cursorInput, pageOf } from '../http/cursor.js';
import { instantOutput, limitInput, requestObject } from '../http/schemas.js';
import type { StoreSummary } from '../persistence/store-repository.js';

export const storeSchema = z
  .strictObject({
    storeId: z.string(),
    timeZone: z.string(),
    timeZoneAssumed: z.boolean().meta({ description: `No zone is known, so ${DEFAULT_TIME_ZONE} is assumed.` }),
    alwaysOpen: z.boolean().meta({ description: 'No business hours are known, so the store counts as always open.' }),
    newestPoll: z.strictObject({ at: instantOutput, status: z.enum(['active', 'inactive']) }).nullable(),
  })
  .meta({ id: 'Store' });

export type StoreDto = z.infer<typeof storeSchema>;

export const storePageSchema = pageOf(storeSchema).meta({ id: 'StorePage' });

export const storeListQuerySchema = requestObject({
  limit: limitInput(1_000, 100),
  cursor: cursorInput(z.strictObject({ storeId: z.string().regex(/^[^\0]+$/) })),
});

export type StoreListQuery = z.output<typeof storeListQuerySchema>;

export function toStoreDto({ storeId, timeZone, hasHours, newestPoll }: StoreSummary): StoreDto {
  return {
    storeId,
    timeZone: timeZone ?? DEFAULT_TIME_ZONE,
    timeZoneAssumed: timeZone === null,
    alwaysOpen: !hasHours,
    newestPoll: newestPoll === null ? null : { at: formatInstant(newestPoll.at), status: newestPoll.status },
  };
}
