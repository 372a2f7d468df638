/** What a caller may do. `operator` holds `reader` and `ingest`, `admin` holds all of them. */
export const ROLES = ['reader', 'operator', 'admin', 'ingest'] as const;
export type Role = (typeof ROLES)[number];

const HELD: Readonly<Record<Role, readonly Role[]>> = {
  reader: ['reader'],
  operator: ['reader', 'operator', 'ingest'],
  admin: ['reader', 'operator', 'ingest', 'admin'],
  ingest: ['ingest'],
};

/** Whether a role holds another. */
export function holds(role: Role, needed: Role): boolean {
  return HELD[role].includes(needed);
}

/** Returns the role that may do most; null if there is none. */
export function strongestOf(roles: readonly Role[]): Role | null {
  return BY_STRENGTH.find((role) => roles.includes(role)) ?? null;
}

const BY_STRENGTH: readonly Role[] = ['admin', 'operator', 'reader', 'ingest'];

/** Returns the roles that hold a role, the weakest first. */
export function rolesThatHold(needed: Role): Role[] {
  return ROLES.filter((role) => holds(role, needed)).sort((one, other) => HELD[one].length - HELD[other].length);
}
