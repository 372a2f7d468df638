import { queryOptions } from '@tanstack/react-query';
import { getNow } from '../../api/sdk.gen.js';

/** The states of all stores, and those that are down. */
export const nowQuery = queryOptions({
  queryKey: ['data', 'now'],
  queryFn: async () => (await getNow({ query: { limit: 100 }, throwOnError: true })).data,
});
