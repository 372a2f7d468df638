import type { OidcSettings } from '../../config/oidc-settings.js';
import { strongestOf, type Role } from '../../domain/access/role.js';
import { storeIdProblem } from '../../domain/store-id.js';
import { Problem } from '../../http/problems/problem.js';

/** What the provider says about someone. */
export interface Claims {
  readonly iss: string;
  readonly sub: string;
  readonly [name: string]: unknown;
}

/** Someone who logged in, and what they may do. */
export interface Person {
  /** Issuer and subject: the same for the same person. */
  readonly subject: string;
  readonly name: string;
  readonly role: Role;
  /** Null: all stores. */
  readonly stores: readonly string[] | null;
}

type ClaimSettings = Pick<OidcSettings, 'roleClaim' | 'roles' | 'storesClaim' | 'nameClaim'>;

/** The value of the claim of stores that stands for all of them. */
const ALL_STORES = '*';

const MAX_NAME_LENGTH = 200;

/** The claims that `readPerson` looks for first. */
export function wantedClaims({ roleClaim, storesClaim, nameClaim }: ClaimSettings): string[] {
  return [roleClaim, nameClaim ?? 'name', ...(storesClaim === undefined ? [] : [storesClaim])];
}

/** @throws {Problem} 403 if the claims give no role, or no stores where they must */
export function readPerson(claims: Claims, settings: ClaimSettings): Person {
  const name = nameOf(claims, settings.nameClaim);
  const refuse = (reason: string) =>
    new Problem(403, `${JSON.stringify(name)} is logged in at ${claims.iss}, but may do nothing here: ${reason}`);
  const role = roleOf(claims, settings, refuse);
  const stores = storesOf(claims, settings.storesClaim, role, refuse);
  return { subject: `${claims.iss} ${claims.sub}`, name, role, stores };
}

type Refuse = (reason: string) => Problem;

function roleOf(claims: Claims, { roleClaim, roles }: ClaimSettings, refuse: Refuse): Role {
  const values = textsOf(claims[roleClaim]) ?? [];
  const role = strongestOf(values.flatMap((value) => roles.get(value) ?? []));
  if (role !== null) return role;
  const expected = `one of ${[...roles.keys()].join(', ')}`;
  if (claims[roleClaim] === undefined) throw refuse(`the claim "${roleClaim}" is missing. It must be ${expected}.`);
  throw refuse(`the claim "${roleClaim}" is ${JSON.stringify(claims[roleClaim])}. It must be ${expected}.`);
}

/** Where a claim says which stores, it must say so for all but administrators: a claim that was forgotten opens no store. */
function storesOf(claims: Claims, claim: string | undefined, role: Role, refuse: Refuse): readonly string[] | null {
  if (claim === undefined) return null;
  const value = claims[claim];
  if (value === undefined && role === 'admin') return null;
  if (value === undefined) {
    throw refuse(`the claim "${claim}" is missing. It must be a list of ids of stores, or "${ALL_STORES}" for all.`);
  }
  const stores = textsOf(value);
  if (stores === null || stores.length === 0 || stores.some((store) => storeIdProblem(store) !== null)) {
    throw refuse(`the claim "${claim}" must be a list of ids of stores as texts, or "${ALL_STORES}" for all.`);
  }
  if (stores.includes(ALL_STORES)) return null;
  if (role === 'admin') throw refuse(`the role is admin, which is not limited to stores; "${claim}" names some.`);
  return [...new Set(stores)];
}

/** Returns a text or a list of texts as a list; null for anything else. */
function textsOf(value: unknown): string[] | null {
  const values = [value].flat();
  return values.every((one) => typeof one === 'string') ? values : null;
}

function nameOf(claims: Claims, nameClaim: string | undefined): string {
  const names = [nameClaim, 'name', 'email'].map((claim) => (claim === undefined ? '' : printable(claims[claim])));
  return names.find((name) => name !== '') ?? printable(claims.sub);
}

/** PostgreSQL stores neither NUL nor half a character. */
function printable(value: unknown): string {
  if (typeof value !== 'string') return '';
  const text = value.replace(/\p{Cc}+/gu, ' ').trim();
  return text.slice(0, MAX_NAME_LENGTH).toWellFormed();
}
