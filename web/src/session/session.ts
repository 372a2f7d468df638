import { queryOptions, useQueryClient } from '@tanstack/react-query';
import { getSession } from '../api/sdk.gen.js';
import type { Role, Session } from '../api/types.gen.js';

export const sessionQuery = queryOptions({
  queryKey: ['session'],
  queryFn: async () => (await getSession({ throwOnError: true })).data,
});

/** Who uses the page. Only below the shell, which waits for it. */
export function useSession(): Session {
  return useQueryClient().getQueryData(sessionQuery.queryKey)!;
}

/** Whether the user holds a role for all stores, as a change to a group needs it. */
export function useMayForAll(role: Role): boolean {
  return useMay(role) && useSession().stores === null;
}

/** Whether the user holds a role: what one may not do is not offered. */
export function useMay(role: Role): boolean {
  return useSession().holds.includes(role);
}
