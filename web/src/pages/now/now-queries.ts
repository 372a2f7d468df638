import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { getFleetUptime, getNow, listFleetGroups } from '../../api/sdk.gen.js';

/** Stores in the list of those that are down. All others are a link away. */
export const MAX_DOWN_SHOWN = 50;

/** The states of all stores, or of those of a group, and which are down. */
export const nowQuery = (group?: string) =>
  queryOptions({
    queryKey: ['data', 'now', group],
    queryFn: async () => {
      const query = { limit: MAX_DOWN_SHOWN, ...(group !== undefined && { group }) };
      return (await getNow({ query, throwOnError: true })).data;
    },
  });

/** The uptime of all stores together, or of those of a group. Asked again also when data come in: asking has it computed. */
export const fleetUptimeQuery = (group?: string) =>
  queryOptions({
    queryKey: ['figures', 'fleet-uptime', group],
    queryFn: async () =>
      (await getFleetUptime({ query: group === undefined ? {} : { group }, throwOnError: true })).data,
  });

/** As many as the API gives at once. */
const MAX_GROUPS = 1_000;

/** The groups of a kind, by default of the first one. */
export const groupsQuery = (by: string | undefined) =>
  queryOptions({
    queryKey: ['figures', 'groups', by],
    queryFn: async () => {
      const query = { limit: MAX_GROUPS, ...(by !== undefined && { by }) };
      return (await listFleetGroups({ query, throwOnError: true })).data;
    },
    placeholderData: keepPreviousData,
  });
