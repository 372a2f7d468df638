export const ACTOR_KINDS = ['key', 'session', 'local', 'anonymous', 'system', 'command'] as const;
export type ActorKind = (typeof ACTOR_KINDS)[number];

/**
 * Who does something: an API key, a session, a request without a key from this machine (`local`) or from anywhere
 * (`anonymous`), the product itself (`system`), or a command with access to the database (`command`).
 */
export interface Actor {
  readonly kind: ActorKind;
  /** The id of the key or of the session. */
  readonly id: string | null;
  /** What people know it by: the hint of the key, the name of the person. */
  readonly hint: string | null;
}

/** Storelight itself: its schedules and imports of the data folder. */
export const SYSTEM: Actor = { kind: 'system', id: null, hint: null };
