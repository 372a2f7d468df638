import { DAY, HOUR, parseInstant, type Instant, type Microseconds } from '../../src/domain/time/instant.js';
import type { Poll } from '../../src/domain/uptime/interpolation.js';
import type { Interval } from '../../src/domain/uptime/intervals.js';
import type { Random } from './random.js';

/** A store to be polled. */
export interface PolledStore {
  readonly storeId: string;
  /** Periods without polls. */
  readonly quiet?: readonly Interval[];
  /** Periods of inactivity. Without them, outages are random. */
  readonly outages?: readonly Interval[];
}

export interface PollLogOptions {
  /** The newest poll, to the microsecond. */
  readonly asOf: Instant;
  readonly days: number;
  /** 24: each hour. With less, some polls are missing; with more, they are more frequent. */
  readonly pollsPerDay: number;
  /** The share of polls that find a store inactive. */
  readonly outageShare: number;
  /** The average duration of an outage. */
  readonly outageLength: Microseconds;
}

/** The polls of most measurements, besides how many: few long outages. */
export const CALM_LOG = {
  asOf: parseInstant('2023-01-25T18:13:22.479220Z', 'required') as Instant,
  outageShare: 0.05,
  outageLength: 4 * HOUR,
} as const;

/** A poll, and the index of its store. */
export interface LoggedPoll extends Poll {
  readonly store: number;
}

/** The part of a round in which the time of a store's poll varies; its average time in the round is fixed. */
const JITTER = 0.25;

/**
 * Generates the polls of all stores in order of time, round by round: memory grows with the stores, not with the polls.
 * The same arguments give the same polls.
 */
export function* pollLog(
  stores: readonly PolledStore[],
  { asOf, days, pollsPerDay, outageShare, outageLength }: PollLogOptions,
  random: Random,
): Generator<LoggedPoll> {
  const roundLength = Math.floor(Math.min(HOUR, DAY / pollsPerDay));
  const pollChance = Math.min(1, (pollsPerDay * roundLength) / DAY);
  const rounds = Math.floor((days * DAY) / roundLength);
  const outages = new Outages(stores.length, outageShare, outageLength / roundLength, random);
  const places = Float64Array.from(stores, () => random.below(roundLength * (1 - JITTER)));
  const at = new Float64Array(stores.length);
  const polled = new Uint32Array(stores.length);
  const last = stores.findIndex((store) => !isWithin(store.quiet, asOf));

  for (let round = rounds; round > 0; round--) {
    const roundFrom = asOf - round * roundLength;
    let count = 0;
    for (let store = 0; store < stores.length; store++) {
      outages.step(store);
      const closesLog = round === 1 && store === last;
      const jitter = random.below(roundLength * JITTER);
      at[store] = closesLog ? asOf : roundFrom + places[store]! + jitter;
      const missed = !random.chance(pollChance) && !closesLog;
      if (!missed && !isWithin(stores[store]!.quiet, at[store]!)) polled[count++] = store;
    }
    for (const store of polled.subarray(0, count).sort((a, b) => at[a]! - at[b]!)) {
      const planned = stores[store]!.outages;
      const down = planned === undefined ? outages.has(store) : isWithin(planned, at[store]!);
      yield { store, at: at[store]!, status: down ? 'inactive' : 'active' };
    }
  }
}

function isWithin(intervals: readonly Interval[] | undefined, at: Instant): boolean {
  return intervals?.some(({ from, to }) => from <= at && at < to) ?? false;
}

/** Decides which stores are down: outages begin and end randomly, with the requested duration and share. */
class Outages {
  private readonly down: Uint8Array;
  private readonly beginChance: number;
  private readonly endChance: number;

  constructor(
    stores: number,
    share: number,
    averageRounds: number,
    private readonly random: Random,
  ) {
    this.endChance = 1 / Math.max(1, averageRounds);
    this.beginChance = (this.endChance * share) / (1 - share);
    this.down = Uint8Array.from({ length: stores }, () => Number(random.chance(share)));
  }

  step(store: number): void {
    const chance = this.down[store] === 1 ? this.endChance : this.beginChance;
    if (this.random.chance(chance)) this.down[store] = 1 - this.down[store]!;
  }

  has(store: number): boolean {
    return this.down[store] === 1;
  }
}
