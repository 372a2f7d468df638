import { queryOptions } from '@tanstack/react-query';
import { getFleetUptime, getNow } from '../../api/sdk.gen.js';

/** Stores in the list of those that are down. All others are a link away. */
export const MAX_DOWN_SHOWN = 50;

/** The states of all stores, and those that are down. */
export const nowQuery = queryOptions({
  queryKey: ['data', 'now'],
  queryFn: async () => (await getNow({ query: { limit: MAX_DOWN_SHOWN }, throwOnError: true })).data,
});

/** The uptime of all stores together. Asked again also when data come in, since asking is what has it computed. */
export const fleetUptimeQuery = queryOptions({
  queryKey: ['figures', 'fleet-uptime'],
  queryFn: async () => (await getFleetUptime({ throwOnError: true })).data,
});
