import type { Instant } from '../time/instant.js';
import type { Actor } from './actor.js';
import type { Caller } from './caller.js';

/** Where a change comes from. */
export interface Origin {
  readonly actor: Actor;
  readonly at: Instant;
  /** Null if no request led to it, as is `address`, that of the client. */
  readonly requestId: string | null;
  readonly address: string | null;
}

export function originOf({ actor, requestId, address }: Caller, at: Instant): Origin {
  return { actor, at, requestId, address };
}

/** What was changed. */
export interface Change {
  /** Such as `create`. */
  readonly action: string;
  /** The kind of thing that changed, such as `store`. */
  readonly entity: string;
  /** Null if no single one changed. */
  readonly entityId: string | null;
  /** The values that changed, as JSON; null if there were none. Never a secret. */
  readonly before: object | null;
  readonly after: object | null;
}

/** What an actor did: an entry of the audit trail. */
export type AuditEvent = Origin & Change;
