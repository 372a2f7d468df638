import { compareStoreIds } from '../store-id.js';
import { DAY, type Instant } from '../time/instant.js';
import type { Interval } from '../uptime/intervals.js';
import { NOW_STATES, type NowState } from '../uptime/state-now.js';
import { noTime, type Uptime } from '../uptime/uptime.js';

const DAYS = 7;

/** The windows of figures, oldest first: seven of 24 hours, the last of which ends at the as-of instant. */
export function figureDays(asOf: Instant): Interval[] {
  return Array.from({ length: DAYS }, (_, day) => {
    const to = asOf - (DAYS - 1 - day) * DAY;
    return { from: to - DAY, to };
  });
}

/** The state of a store, and its open time in each of `figureDays`. */
export interface StoreFigures {
  readonly storeId: string;
  /** Null: none was given. */
  readonly name: string | null;
  /** Null: unknown. */
  readonly timeZone: string | null;
  readonly state: NowState;
  readonly days: readonly Uptime[];
}

/** Up, down, unobserved and excused. */
const TIMES_PER_DAY = 4;
const TIMES_PER_STORE = DAYS * TIMES_PER_DAY;

/**
 * The figures of many stores, in some 250 bytes for each. A store is a row; rows are ordered by store id, as bytes.
 */
export class FigureTable {
  private constructor(
    readonly storeIds: readonly string[],
    readonly names: readonly (string | null)[],
    readonly timeZones: readonly (string | null)[],
    private readonly states: Uint8Array,
    private readonly times: Float64Array,
  ) {}

  /** Collects stores in any order. */
  static collector(): { add(store: StoreFigures): void; table(): FigureTable } {
    const stores: Omit<StoreFigures, 'days'>[] = [];
    const times: number[] = [];
    return {
      add({ days, ...store }) {
        stores.push(store);
        for (const { up, down, unobserved, excused } of days) times.push(up, down, unobserved, excused);
      },
      table: () => FigureTable.ordered(stores, times),
    };
  }

  private static ordered(stores: readonly Omit<StoreFigures, 'days'>[], times: readonly number[]): FigureTable {
    const order = stores
      .map((_, index) => index)
      .sort((a, b) => compareStoreIds(stores[a]!.storeId, stores[b]!.storeId));
    const ordered = new Float64Array(times.length);
    order.forEach((index, row) => {
      for (let time = 0; time < TIMES_PER_STORE; time++) {
        ordered[row * TIMES_PER_STORE + time] = times[index * TIMES_PER_STORE + time]!;
      }
    });
    return new FigureTable(
      order.map((index) => stores[index]!.storeId),
      order.map((index) => stores[index]!.name),
      order.map((index) => stores[index]!.timeZone),
      Uint8Array.from(order, (index) => NOW_STATES.indexOf(stores[index]!.state)),
      ordered,
    );
  }

  get size(): number {
    return this.storeIds.length;
  }

  state(row: number): NowState {
    return NOW_STATES[this.states[row]!]!;
  }

  /** Returns the figures of each day, oldest first. */
  days(row: number): Uptime[] {
    return Array.from({ length: DAYS }, (_, day) => this.day(row, day));
  }

  lastDay(row: number): Uptime {
    return this.day(row, DAYS - 1);
  }

  /** Returns the figures of the seven days together. */
  week(row: number): Uptime {
    return sumOf(this.days(row));
  }

  /** Returns the figures of each day, oldest first, summed over some rows. */
  sumOfDays(rows: Iterable<number>): Uptime[] {
    const sums = new Float64Array(TIMES_PER_STORE);
    for (const row of rows) {
      for (let time = 0; time < TIMES_PER_STORE; time++) sums[time]! += this.times[row * TIMES_PER_STORE + time]!;
    }
    return Array.from({ length: DAYS }, (_, day) => uptimeAt(sums, day * TIMES_PER_DAY));
  }

  private day(row: number, day: number): Uptime {
    return uptimeAt(this.times, row * TIMES_PER_STORE + day * TIMES_PER_DAY);
  }
}

export function sumOf(uptimes: readonly Uptime[]): Uptime {
  const sum = noTime();
  for (const { up, down, unobserved, excused } of uptimes) {
    sum.up += up;
    sum.down += down;
    sum.unobserved += unobserved;
    sum.excused += excused;
  }
  return sum;
}

function uptimeAt(times: Float64Array, index: number): Uptime {
  return { up: times[index]!, down: times[index + 1]!, unobserved: times[index + 2]!, excused: times[index + 3]! };
}
