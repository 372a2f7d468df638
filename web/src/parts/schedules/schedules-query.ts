import { queryOptions } from '@tanstack/react-query';
import { listSchedules } from '../../api/sdk.gen.js';

/** No notification says that a schedule was changed elsewhere, so they are asked for again from time to time. */
const REFRESH_INTERVAL_MS = 60_000;

export const schedulesQuery = queryOptions({
  queryKey: ['schedules'],
  queryFn: async () => (await listSchedules({ throwOnError: true })).data.items,
  refetchInterval: REFRESH_INTERVAL_MS,
});
