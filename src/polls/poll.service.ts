import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../clock.js';
import { originOf } from '../domain/access/audit-event.js';
import type { Caller } from '../domain/access/caller.js';
import { isInScope } from '../domain/access/store-scope.js';
import { FOREIGN_STORE } from '../domain/import.js';
import { Problem } from '../http/problems/problem.js';
import { pushPolls } from '../importing/push-polls.js';
import { Database } from '../persistence/connection/database.js';
import { PollRepository } from '../persistence/polls/poll.repository.js';
import type { StagedPoll } from '../persistence/imports/staging.js';
import { CLOCK } from '../tokens.js';
import { MAX_POLLS, parsePushedPoll, type PushedDto } from './poll.dto.js';

/** Rejected polls that one response lists. */
const MAX_EXPLAINED = 1_000;

@Injectable()
export class PollService {
  constructor(
    private readonly database: Database,
    private readonly polls: PollRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Merges the valid polls, and returns after the commit. */
  async push(body: unknown, caller: Caller): Promise<PushedDto> {
    const values: readonly unknown[] = Array.isArray(body) ? body : [body];
    if (values.length > MAX_POLLS) {
      throw new Problem(413, `${values.length} polls are too many for one push: send at most ${MAX_POLLS}.`);
    }
    const accepted: StagedPoll[] = [];
    const errors: { index: number; reason: string }[] = [];
    const limits = { now: this.clock(), keptFrom: await this.polls.keptFrom() };
    values.forEach((value, index) => {
      const poll = parsePushedPoll(value, index, limits);
      if ('problem' in poll) errors.push({ index, reason: poll.problem });
      else if (!isInScope(caller.stores, poll.storeId)) errors.push({ index, reason: FOREIGN_STORE });
      else accepted.push(poll);
    });
    const explained = errors.slice(0, MAX_EXPLAINED);
    if (accepted.length === 0 && errors.length > 0) {
      throw new Problem(
        422,
        errors.length === 1
          ? `The poll can't be used: ${errors[0]!.reason}.`
          : `None of the ${errors.length} polls can be used. The first: ${errors[0]!.reason}.`,
        explained.map(({ index, reason }) => ({ path: `[${index}]`, message: reason })),
      );
    }
    return {
      ...(await pushPolls(this.database, accepted, originOf(caller, limits.now))),
      rejected: errors.length,
      ...(errors.length === 0 ? {} : { errors: explained }),
    };
  }
}
