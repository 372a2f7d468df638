import type { SummedUptime } from '../uptime/uptime.js';

/** What the rows of a group of stores add up to, in one window. Times in microseconds, `lost` in hundredths. Rules 23 and 25. */
export interface GroupFigures {
  readonly stores: bigint;
  /** They are in no sum. */
  readonly storesFailed: bigint;
  readonly downNow: bigint;
  readonly unobservedNow: bigint;
  readonly uptime: SummedUptime;
  readonly outages: bigint;
  readonly outagesEnded: bigint;
  /** The open time of the outages that have ended. */
  readonly endedOpen: bigint;
  /** The open time of the longest outage: the only figure that is no sum. */
  readonly longestOutage: bigint;
  /** Stores that met their target. */
  readonly met: bigint;
  readonly missed: bigint;
  /** Of the stores that have a target. */
  readonly budgetLeft: bigint;
  readonly lost: bigint;
}

const NOTHING: GroupFigures = {
  stores: 0n,
  storesFailed: 0n,
  downNow: 0n,
  unobservedNow: 0n,
  uptime: { up: 0n, down: 0n, unobserved: 0n, excused: 0n },
  outages: 0n,
  outagesEnded: 0n,
  endedOpen: 0n,
  longestOutage: 0n,
  met: 0n,
  missed: 0n,
  budgetLeft: 0n,
  lost: 0n,
};

/** Adds up the figures of groups without common stores. */
export function sumOfGroups(groups: readonly GroupFigures[]): GroupFigures {
  return groups.reduce(add, NOTHING);
}

function add(a: GroupFigures, b: GroupFigures): GroupFigures {
  return {
    stores: a.stores + b.stores,
    storesFailed: a.storesFailed + b.storesFailed,
    downNow: a.downNow + b.downNow,
    unobservedNow: a.unobservedNow + b.unobservedNow,
    uptime: {
      up: a.uptime.up + b.uptime.up,
      down: a.uptime.down + b.uptime.down,
      unobserved: a.uptime.unobserved + b.uptime.unobserved,
      excused: a.uptime.excused + b.uptime.excused,
    },
    outages: a.outages + b.outages,
    outagesEnded: a.outagesEnded + b.outagesEnded,
    endedOpen: a.endedOpen + b.endedOpen,
    longestOutage: a.longestOutage > b.longestOutage ? a.longestOutage : b.longestOutage,
    met: a.met + b.met,
    missed: a.missed + b.missed,
    budgetLeft: a.budgetLeft + b.budgetLeft,
    lost: a.lost + b.lost,
  };
}
