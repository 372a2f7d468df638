const FILTERS = ['entity', 'entityId', 'action', 'actorId'] as const;

/** Which part of the audit trail is shown, as the address says it. */
export type AuditSearch = Readonly<Partial<Record<(typeof FILTERS)[number], string>>>;

/** Reads the address. What it can't mean is left out. */
export function parseAuditSearch(raw: Record<string, unknown>): AuditSearch {
  const entries = FILTERS.map((filter) => [filter, raw[filter]] as const);
  return Object.fromEntries(entries.filter(([, value]) => typeof value === 'string' && value !== ''));
}
