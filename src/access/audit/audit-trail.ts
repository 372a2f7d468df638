import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../../clock.js';
import { originOf, type Change } from '../../domain/access/audit-event.js';
import type { Caller } from '../../domain/access/caller.js';
import { AuditEventRepository } from '../../persistence/access/audit-event.repository.js';
import { CLOCK } from '../../tokens.js';

/** The values of a change that some need not have. */
export type RequestedChange = Pick<Change, 'action' | 'entity' | 'entityId'> &
  Partial<Pick<Change, 'before' | 'after'>>;

/** Records changes that Temporal makes, which can't share a transaction with their event. */
@Injectable()
export class AuditTrail {
  constructor(
    private readonly events: AuditEventRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Records that a caller asks for a change. It is called before Temporal is asked: an event may tell of a change that
   * failed, but there is no change without an event.
   */
  async record(caller: Caller, change: RequestedChange): Promise<void> {
    await this.events.record({ ...originOf(caller, this.clock()), before: null, after: null, ...change });
  }
}
