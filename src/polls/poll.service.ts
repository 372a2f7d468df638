import { Inject, Injectable } from '@nestjs/common';
import { Problem } from '../http/problem.js';
import { pushPolls } from '../importing/push-polls.js';
import { Database } from '../persistence/connection/database.js';
import { pollsKeptFrom } from '../persistence/polls/poll-retention.js';
import type { StagedPoll } from '../persistence/imports/staging.js';
import { CLOCK, type Clock } from '../tokens.js';
import { MAX_POLLS, parsePushedPoll, type PushedDto } from './poll.dto.js';

/** Polls that one answer explains. */
const MAX_EXPLAINED = 1_000;

@Injectable()
export class PollService {
  constructor(
    private readonly database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Takes the polls that can be used, and answers when they are committed. */
  async push(body: unknown): Promise<PushedDto> {
    const values: readonly unknown[] = Array.isArray(body) ? body : [body];
    if (values.length > MAX_POLLS) {
      throw new Problem(413, `${values.length} polls are too many for one push: send at most ${MAX_POLLS}.`);
    }
    const polls: StagedPoll[] = [];
    const errors: { index: number; reason: string }[] = [];
    const limits = { now: this.clock(), keptFrom: await this.database.withClient(pollsKeptFrom) };
    values.forEach((value, index) => {
      const poll = parsePushedPoll(value, index, limits);
      if (typeof poll === 'string') errors.push({ index, reason: poll });
      else polls.push(poll);
    });
    const explained = errors.slice(0, MAX_EXPLAINED);
    if (polls.length === 0 && errors.length > 0) {
      throw new Problem(
        422,
        errors.length === 1
          ? `The poll can't be used: ${errors[0]!.reason}.`
          : `None of the ${errors.length} polls can be used. The first: ${errors[0]!.reason}.`,
        explained.map(({ index, reason }) => ({ path: `[${index}]`, message: reason })),
      );
    }
    return {
      ...(await pushPolls(this.database, polls)),
      rejected: errors.length,
      ...(errors.length === 0 ? {} : { errors: explained }),
    };
  }
}
