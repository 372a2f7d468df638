import type { Caller } from '../../domain/access/caller.js';
import { networkOf } from './network.js';

/** Returns by what a client is counted: its API key, its session, or else its address. Null: nobody is known to send it. */
export function clientOf(caller: Caller | null, address: string): string {
  if (caller?.keyId != null) return `key ${caller.keyId}`;
  if (caller?.actor.kind === 'session') return `session ${caller.actor.id}`;
  return `address ${networkOf(address)}`;
}
