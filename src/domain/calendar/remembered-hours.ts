import { DEFAULT_TIME_ZONE, zoneOffsets } from '../time-zones/zone-offsets.js';
import { DAY, type Instant, type Microseconds } from '../time/instant.js';
import type { LocalDate } from '../time/local-date.js';
import type { Interval } from '../uptime/intervals.js';
import { IntervalBuffer, toIntervalSeries, type IntervalSeries } from '../uptime/series/interval-series.js';
import {
  ALWAYS_OPEN,
  closingTime,
  firstDate,
  intervalsOnDate,
  joinIntervals,
  lastDate,
  openIntervals,
  weeklyTimes,
  type BusinessHours,
  type Calendar,
  type OpeningTimes,
  type SpecialHours,
} from './calendar.js';
import { timeOfClosures } from './closures.js';

/** The dates of a zone. */
interface ZoneDates {
  readonly timeZone: string | null;
  /** By date, from the first one on: what `offsetOfDate` says. */
  readonly offsets: readonly (Microseconds | null)[];
}

/** What weekly hours give in a zone. */
interface Week {
  readonly zone: ZoneDates;
  /** The intervals of all dates, from the first one on, in columns: one lies next to the other in memory. Not joined. */
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** How many intervals there are up to and with each date. */
  readonly counts: Int32Array;
  readonly joined: IntervalSeries;
}

/** As many as lists of hours are remembered: see `EncodedHours`. */
const MAX_KNOWN = 5_000;

const ALWAYS = toIntervalSeries(ALWAYS_OPEN);

/**
 * Finds open intervals up to one instant, and remembers what weekly hours give: of ten stores, eight have the hours and the zone
 * of another one. Stores have the same hours if they have the same list.
 */
export class RememberedHours {
  /** By hours, one for each zone. A WeakMap costs the garbage collector more than all the rest. */
  private readonly weeks = new Map<readonly BusinessHours[], Week[]>();
  private readonly zones = new Map<string | null, ZoneDates>();
  private readonly first: LocalDate;
  private readonly last: LocalDate;
  /** By date, from the first one on. */
  private readonly special: (readonly OpeningTimes[] | null)[];
  private readonly joined = new IntervalBuffer();
  private readonly left = new IntervalBuffer();

  /** `from` is not after the first instants that are asked about, or they are looked up without remembering. */
  constructor(
    readonly from: Instant,
    readonly to: Instant,
  ) {
    this.first = firstDate(from);
    this.last = lastDate(to);
    this.special = this.dates().map(() => null);
  }

  /** Returns what `openIntervals` does, and maybe earlier intervals. They are good until the next call. */
  readonly find = (calendar: Calendar, from: Instant, to: Instant): IntervalSeries => {
    if (from < this.from || to !== this.to) return toIntervalSeries(openIntervals(calendar, from, to));
    const open = this.intervalsOfHours(calendar);
    if (open === null) return toIntervalSeries(openIntervals(calendar, this.from, to));
    const closed = timeOfClosures(calendar, 'closed');
    return closed.length === 0 ? open : this.left.clear().subtract(open, closed).endAt(to);
  };

  /** Returns null if the intervals do not come in order of the dates. */
  private intervalsOfHours({ hours, specialHours = [], timeZone }: Calendar): IntervalSeries | null {
    if (hours.length === 0 && specialHours.length === 0) return ALWAYS;
    const week = this.weekOf(hours, timeZone);
    return specialHours.length === 0 ? week.joined : this.joinSpecial(week, specialHours);
  }

  private joinSpecial(week: Week, specialHours: readonly SpecialHours[]): IntervalSeries | null {
    this.special.fill(null);
    for (const { date, intervals } of specialHours) {
      if (this.first <= date && date <= this.last) this.special[date - this.first] = intervals;
    }
    const { from, to, counts, zone } = week;
    const joined = this.joined.clear();
    for (let day = 0, i = 0; day < counts.length; day++) {
      const special = this.special[day] ?? null;
      if (special !== null) {
        i = counts[day]!;
        if (!this.joinDate(joined, day, special, zone)) return null;
      }
      for (; i < counts[day]!; i++) if (!joined.join(from[i]!, to[i]!)) return null;
    }
    return joined.endAt(this.to);
  }

  /** Returns whether the intervals come in order. */
  private joinDate(
    joined: IntervalBuffer,
    day: number,
    times: readonly OpeningTimes[],
    { timeZone, offsets }: ZoneDates,
  ): boolean {
    const date = this.first + day;
    const offset = offsets[day] ?? null;
    if (offset === null) return joinAll(joined, intervalsOnDate(timeZone)(date, times));
    const midnight = date * DAY - offset;
    for (const ofDate of times) if (!joined.join(midnight + ofDate.open, midnight + closingTime(ofDate))) return false;
    return true;
  }

  private weekOf(hours: readonly BusinessHours[], timeZone: string | null): Week {
    const known = this.weeks.get(hours);
    const found = known?.find(({ zone }) => zone.timeZone === timeZone);
    if (found !== undefined) return found;
    const week = this.resolve(hours, timeZone);
    if (known !== undefined) {
      known.push(week);
      return week;
    }
    if (this.weeks.size >= MAX_KNOWN) this.weeks.clear();
    this.weeks.set(hours, [week]);
    return week;
  }

  private resolve(hours: readonly BusinessHours[], timeZone: string | null): Week {
    const [weekly, onDate] = [weeklyTimes(hours), intervalsOnDate(timeZone)];
    const dates = this.dates().map((date) => onDate(date, weekly(date)));
    const counts = new Int32Array(dates.length);
    for (const [day, intervals] of dates.entries()) counts[day] = (counts[day - 1] ?? 0) + intervals.length;
    const { from, to } = toIntervalSeries(dates.flat());
    const joined = toIntervalSeries(joinIntervals(dates, this.from, this.to));
    return { zone: this.zoneOf(timeZone), from, to, counts, joined };
  }

  private zoneOf(timeZone: string | null): ZoneDates {
    let zone = this.zones.get(timeZone);
    if (zone === undefined) {
      const rules = zoneOffsets(timeZone ?? DEFAULT_TIME_ZONE);
      zone = { timeZone, offsets: this.dates().map((date) => rules.offsetOfDate(date)) };
      this.zones.set(timeZone, zone);
    }
    return zone;
  }

  private dates(): LocalDate[] {
    return Array.from({ length: this.last - this.first + 1 }, (_, day) => this.first + day);
  }
}

/** Returns whether the intervals come in order. */
function joinAll(joined: IntervalBuffer, intervals: readonly Interval[]): boolean {
  return intervals.every(({ from, to }) => joined.join(from, to));
}
