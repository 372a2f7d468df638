import type { Instant } from '../time/instant.js';

/**
 * Who acts: someone with an API key or a session of the page, someone on this machine without either, Storelight itself, or a
 * command on the server.
 */
export const ACTOR_KINDS = ['key', 'session', 'local', 'system', 'command'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

export interface Actor {
  readonly kind: ActorKind;
  /** Null if the kind says all. */
  readonly id: string | null;
  /** For people: a part of a key, or a name. */
  readonly hint: string | null;
}

/** What an actor did: an entry of the audit trail. */
export interface AuditEvent {
  readonly at: Instant;
  readonly actor: Actor;
  /** Such as `create`. */
  readonly action: string;
  /** The kind of thing that changed, such as `store`. */
  readonly entity: string;
  /** Null if no single one changed. */
  readonly entityId: string | null;
  /** The values that changed, as JSON; null if there were none. Never a secret. */
  readonly before: object | null;
  readonly after: object | null;
  /** Null if no request led to it, as is `address`, that of the client. */
  readonly requestId: string | null;
  readonly address: string | null;
}
