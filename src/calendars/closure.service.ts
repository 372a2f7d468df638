import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../clock.js';
import { originOf } from '../domain/access/audit-event.js';
import type { Caller } from '../domain/access/caller.js';
import {
  formatClosure,
  type ClosureScope,
  type NewClosure,
  type RecordedClosure,
} from '../domain/calendar/recorded-closure.js';
import { assertVisible } from '../http/assert-visible.js';
import { toPage } from '../http/cursor.js';
import {
  emptyMessage,
  fromFields,
  untilFields,
  type ClosureChangeBody,
  type ClosureDto,
} from '../http/dto/closure.dto.js';
import { Problem } from '../http/problems/problem.js';
import { ClosureRepository } from '../persistence/calendars/closure.repository.js';
import { CLOCK } from '../tokens.js';
import type { ClosureListQuery, ClosurePage } from './closure.dto.js';

@Injectable()
export class ClosureService {
  constructor(
    private readonly closures: ClosureRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(
    { storeId, group, kind, from, to, limit, cursor }: ClosureListQuery,
    caller: Caller,
  ): Promise<ClosurePage> {
    const filter = {
      storeId: storeId ?? null,
      group: group ?? null,
      kind: kind ?? null,
      from: from ?? null,
      to: to ?? null,
    };
    const found = await this.closures.list({
      ...filter,
      scope: caller.stores,
      after: cursor ?? null,
      limit: limit + 1,
    });
    const position = ({ start, closureId }: (typeof found)[number]) => ({ start, closureId });
    return toPage(found, limit, position, formatClosure);
  }

  async get(closureId: string, caller: Caller): Promise<ClosureDto> {
    return formatClosure(await this.closures.get(closureId, caller.stores));
  }

  async add(closure: NewClosure, caller: Caller): Promise<ClosureDto> {
    assertMayWrite(closure.scope, caller);
    const added = { ...closure, closureId: randomUUID() };
    await this.closures.add(added, originOf(caller, this.clock()));
    return formatClosure(added);
  }

  async change(closureId: string, change: ClosureChangeBody, caller: Caller): Promise<ClosureDto> {
    const now = this.clock();
    const apply = (current: RecordedClosure): NewClosure => {
      assertMayWrite(current.scope, caller);
      const { from, kind = current.kind, reason = current.reason } = change;
      const until = change.until === 'now' ? { time: now, isLocal: false } : change.until;
      return assertNotEmpty({
        ...current,
        kind,
        reason,
        ...(from === undefined ? {} : fromFields(from)),
        ...(until === undefined ? {} : untilFields(until)),
      });
    };
    return formatClosure(await this.closures.change(closureId, apply, caller.stores, originOf(caller, now)));
  }

  async delete(closureId: string, caller: Caller): Promise<void> {
    const assertAllowed = ({ scope }: RecordedClosure) => assertMayWrite(scope, caller);
    await this.closures.delete(closureId, assertAllowed, caller.stores, originOf(caller, this.clock()));
  }
}

/** @throws {Problem} 403 if the closure is for more stores than the caller is limited to */
function assertMayWrite(scope: ClosureScope, caller: Caller): void {
  if ('storeId' in scope) assertVisible(scope.storeId, caller);
  else if (caller.stores !== 'all') {
    throw new Problem(403, 'The closure is for a group or for all stores; your key is limited to some.');
  }
}

/** @throws {Problem} 422 */
function assertNotEmpty(closure: NewClosure): NewClosure {
  const message = emptyMessage(closure);
  if (message === null) return closure;
  throw new Problem(422, `Nothing was changed: until ${message}. DELETE the closure if it is not to be.`);
}
