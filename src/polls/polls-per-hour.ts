import { Injectable } from '@nestjs/common';
import type { StoreScope } from '../domain/access/store-scope.js';
import { HOUR, type Instant } from '../domain/time/instant.js';
import { PollHourRepository, type PollHour, type PollState } from '../persistence/polls/poll-hour.repository.js';
import { MAX_HOURS } from './polls-per-hour.dto.js';

/** The hours up to that of the newest poll, oldest first; none if there are no polls. */
export interface HoursOfPolls {
  readonly newestPollAt: Instant | null;
  readonly hours: readonly PollHour[];
}

/** Hours that one statement counts, so that it ends soon. */
const HOURS_AT_ONCE = 24;

/**
 * How many polls there are in each of the last hours. Counts of all stores are kept; only hours are counted again in which
 * newer data versions have changed something, mostly the last one.
 */
@Injectable()
export class PollsPerHour {
  private kept: { state: PollState; hours: Map<Instant, PollHour> } | undefined;
  private turn: Promise<unknown> = Promise.resolve();

  constructor(private readonly repository: PollHourRepository) {}

  async get(count: number, scope: StoreScope): Promise<HoursOfPolls> {
    if (scope !== 'all') return this.ofSome(count, scope);
    // One after the other: the second finds what the first has counted.
    const result = this.turn.then(() => this.ofAll(count));
    this.turn = Promise.allSettled([result]);
    return result;
  }

  private async ofSome(count: number, scope: StoreScope): Promise<HoursOfPolls> {
    const state = await this.repository.state();
    if (state === null) return { newestPollAt: null, hours: [] };
    const { newestPollAt } = state;
    return { newestPollAt, hours: await this.countHours(lastHours(newestPollAt, count), state, scope) };
  }

  private async ofAll(count: number): Promise<HoursOfPolls> {
    const state = await this.repository.state();
    if (state === null) return { newestPollAt: null, hours: [] };
    const { newestPollAt } = state;
    const hours = await this.stillValid(state);
    const wanted = lastHours(newestPollAt, count);
    const missing = wanted.filter((hour) => !hours.has(hour));
    for (const counted of await this.countHours(missing, state, 'all')) hours.set(counted.hour, counted);
    this.kept = { state, hours };
    return { newestPollAt, hours: wanted.map((hour) => hours.get(hour)!) };
  }

  /** Returns the kept hours that are the same as of another state. */
  private async stillValid(state: PollState): Promise<Map<Instant, PollHour>> {
    if (this.kept?.state.keptFrom !== state.keptFrom) return new Map();
    const { state: before, hours } = this.kept;
    const changed = await this.repository.changed(before.dataVersion, state.dataVersion);
    const possible = new Set(lastHours(state.newestPollAt, MAX_HOURS));
    const isSame = (hour: Instant) => !changed.some(({ from, to }) => from < hour + HOUR && to >= hour);
    return new Map([...hours].filter(([hour]) => possible.has(hour) && isSame(hour)));
  }

  /** Counts the polls of ascending hours. */
  private async countHours(hours: readonly Instant[], state: PollState, scope: StoreScope): Promise<PollHour[]> {
    const found = new Map<Instant, PollHour>();
    for (let index = 0; index < hours.length;) {
      const from = hours[index]!;
      const next = hours.findIndex((hour) => hour >= from + HOURS_AT_ONCE * HOUR);
      const end = next === -1 ? hours.length : next;
      const to = hours[end - 1]! + HOUR;
      for (const hour of await this.repository.count({ from, to }, state.dataVersion, scope)) {
        found.set(hour.hour, hour);
      }
      index = end;
    }
    return hours.map((hour) => found.get(hour) ?? { hour, polls: 0, stores: 0 });
  }
}

/** Returns the starts of so many hours, the last of which has an instant. */
function lastHours(instant: Instant, count: number): Instant[] {
  const last = Math.floor(instant / HOUR) * HOUR;
  return Array.from({ length: count }, (_, index) => last - (count - 1 - index) * HOUR);
}
