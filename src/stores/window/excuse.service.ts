import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../../clock.js';
import { originOf } from '../../domain/access/audit-event.js';
import type { Caller } from '../../domain/access/caller.js';
import { formatClosure } from '../../domain/calendar/recorded-closure.js';
import { formatInstant, SECOND, type Microseconds } from '../../domain/time/instant.js';
import type { Interval } from '../../domain/uptime/intervals.js';
import { computeUptime, type Uptime } from '../../domain/uptime/uptime.js';
import type { ClosureDto } from '../../http/dto/closure.dto.js';
import { Problem } from '../../http/problems/problem.js';
import { ClosureRepository } from '../../persistence/calendars/closure.repository.js';
import { CLOCK } from '../../tokens.js';
import type { ExcuseBody } from './excuse.dto.js';
import { StoreWindowReader } from './store-window-reader.js';

/** Excuses outages after the fact. */
@Injectable()
export class ExcuseService {
  constructor(
    private readonly reader: StoreWindowReader,
    private readonly closures: ClosureRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Makes an excused closure of an outage of a store, or of a part of one, as it is known now.
   * @throws {Problem} 422 if the time is not down throughout its open time
   */
  async excuse(storeId: string, { from, to, reason }: ExcuseBody, caller: Caller): Promise<ClosureDto> {
    const query = { named: { from, to }, interpolation: 'nearest' } as const;
    const { history, window, until, rule } = await this.reader.read(storeId, query, caller);
    assertOutage(window, computeUptime(history, [window], until, rule)[0]!);
    const closure = { closureId: randomUUID(), scope: { storeId }, kind: 'excused', from, to, reason } as const;
    await this.closures.add(closure, originOf(caller, this.clock()));
    return formatClosure(closure);
  }
}

function assertOutage({ from, to }: Interval, { up, down, unobserved, excused }: Uptime): void {
  if (down > 0 && up + unobserved + excused === 0) return;
  const seconds = (time: Microseconds) => time / SECOND;
  const found =
    up + down + unobserved + excused === 0
      ? 'it has no open time'
      : `of its open time, ${seconds(down)} s are down, ${seconds(up)} s up, ${seconds(unobserved)} s unobserved and ` +
        `${seconds(excused)} s excused already`;
  throw new Problem(
    422,
    `From ${formatInstant(from)} to ${formatInstant(to)} is no outage and no part of one: ${found}. GET the outages of the ` +
      'store; POST /closures excuses any other time.',
  );
}
