import type { Actor } from './actor.js';
import type { Role } from './role.js';
import type { StoreScope } from './store-scope.js';

/** Who sends a request, and what they may do. */
export interface Caller {
  readonly actor: Actor;
  readonly role: Role;
  readonly stores: StoreScope;
  /** The API key of the request or of its session; null for others. */
  readonly keyId: string | null;
  /** Whether a cookie says so, which a browser sends by itself. */
  readonly byCookie: boolean;
  /** The address of the client, behind trusted proxies. */
  readonly address: string;
  readonly requestId: string;
}
