import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { listAuditEvents, listKeys, listSessions } from '../../api/sdk.gen.js';
import { byCursor } from '../../parts/table/by-cursor.js';
import type { AuditSearch } from './search.js';

const AUDIT_PAGE_SIZE = 50;

export const keysQuery = queryOptions({
  queryKey: ['access', 'keys'],
  queryFn: async () => (await listKeys({ throwOnError: true })).data.items,
  staleTime: 0,
});

export const sessionsQuery = queryOptions({
  queryKey: ['access', 'sessions'],
  queryFn: async () => (await listSessions({ throwOnError: true })).data.items,
  staleTime: 0,
});

/** The audit trail, newest first. */
export const auditQuery = (search: AuditSearch) =>
  infiniteQueryOptions({
    queryKey: ['access', 'audit', search],
    ...byCursor(async (position) => {
      const query = { ...search, limit: AUDIT_PAGE_SIZE, ...position };
      return (await listAuditEvents({ query, throwOnError: true })).data;
    }),
    staleTime: 0,
  });
