import type { Clock } from '../../clock.js';
import { originOf, type AuditEvent, type Origin } from '../../domain/access/audit-event.js';
import type { Caller } from '../../domain/access/caller.js';
import { MINUTE, type Instant } from '../../domain/time/instant.js';
import type { ApiKey } from '../../persistence/access/api-key.repository.js';
import type { AuditEventRepository } from '../../persistence/access/audit-event.repository.js';
import { hintOf, isSecret } from '../keys/key-secret.js';

/** A caller who is refused for the same reason again is recorded once in this time: some programs ask every second. */
const REPEAT_AFTER = MINUTE;

/** More callers and reasons than a process sees in a minute, unless it is attacked. */
const MAX_REMEMBERED = 10_000;

/** Returns the event of a secret that is not taken. Of what is no secret at all, nothing is kept: it may be a password. */
export function refusedSecret(
  secret: string,
  key: ApiKey | null,
  reason: string,
  from: Omit<Origin, 'actor'>,
): AuditEvent {
  const hint = isSecret(secret) ? hintOf(secret) : null;
  const actor =
    key === null ? ({ kind: 'anonymous', id: null, hint } as const) : ({ kind: 'key', id: key.keyId, hint } as const);
  const entityId = key?.keyId ?? null;
  return { ...from, actor, action: 'refuse', entity: 'key', entityId, before: null, after: { reason } };
}

/** Records the callers who are refused what they may not do. */
export class Refusals {
  private readonly recordedAt = new Map<string, Instant>();

  constructor(
    private readonly events: AuditEventRepository,
    private readonly clock: Clock,
  ) {}

  async record(caller: Caller, reason: string): Promise<void> {
    const now = this.clock();
    const what = JSON.stringify([caller.actor.id, reason]);
    const last = this.recordedAt.get(what);
    if (last !== undefined && now - last < REPEAT_AFTER) return;
    if (this.recordedAt.size >= MAX_REMEMBERED) this.recordedAt.clear();
    this.recordedAt.set(what, now);
    const change = { action: 'refuse', entity: 'key', entityId: caller.keyId, before: null, after: { reason } };
    await this.events.record({ ...originOf(caller, now), ...change });
  }
}
