import { dropAuditEvents } from '../proxies.js';

/** Drops the audit events that are more than `days` days old, and returns their number. */
export async function dropOldAuditEvents(days: number): Promise<number> {
  return dropAuditEvents(days);
}
