import type { Instant } from '../time/instant.js';
import type { LocalDate } from '../time/local-date.js';
import type { Interval } from '../uptime/intervals.js';
import {
  ALWAYS_OPEN,
  firstDate,
  intervalsOnDate,
  joinIntervals,
  lastDate,
  openIntervals,
  weeklyTimes,
  withoutClosed,
  type BusinessHours,
  type Calendar,
} from './calendar.js';

/** What weekly hours give in a zone. */
interface Week {
  /** By date, from the first one on. */
  readonly dates: readonly (readonly Interval[])[];
  readonly joined: readonly Interval[];
}

/**
 * Finds open intervals up to one instant, and remembers what weekly hours give: of ten stores, eight have the hours and the zone
 * of another one. Stores have the same hours if they have the same list.
 */
export class RememberedHours {
  private readonly byHours = new WeakMap<readonly BusinessHours[], Map<string | null, Week>>();
  private readonly first: LocalDate;
  private readonly last: LocalDate;

  /** `from` is not after the first instants that are asked about, or they are looked up without remembering. */
  constructor(
    readonly from: Instant,
    readonly to: Instant,
  ) {
    this.first = firstDate(from);
    this.last = lastDate(to);
  }

  /** Returns what `openIntervals` does, and maybe earlier intervals. */
  readonly find = (calendar: Calendar, from: Instant, to: Instant): readonly Interval[] => {
    if (from < this.from || to !== this.to) return openIntervals(calendar, from, to);
    return withoutClosed(this.intervalsOfHours(calendar), calendar, this.from, this.to);
  };

  private intervalsOfHours({ hours, specialHours = [], timeZone }: Calendar): readonly Interval[] {
    if (hours.length === 0 && specialHours.length === 0) return ALWAYS_OPEN;
    const { dates, joined } = this.weekOf(hours, timeZone);
    if (specialHours.length === 0) return joined;
    const onDate = intervalsOnDate(timeZone);
    const byDate = dates.slice();
    for (const { date, intervals } of specialHours) {
      if (this.first <= date && date <= this.last) byDate[date - this.first] = onDate(date, intervals);
    }
    return joinIntervals(byDate, this.from, this.to);
  }

  private weekOf(hours: readonly BusinessHours[], timeZone: string | null): Week {
    let byZone = this.byHours.get(hours);
    if (byZone === undefined) {
      byZone = new Map();
      this.byHours.set(hours, byZone);
    }
    let week = byZone.get(timeZone);
    if (week === undefined) {
      week = this.resolve(hours, timeZone);
      byZone.set(timeZone, week);
    }
    return week;
  }

  private resolve(hours: readonly BusinessHours[], timeZone: string | null): Week {
    const [weekly, onDate] = [weeklyTimes(hours), intervalsOnDate(timeZone)];
    const dates: Interval[][] = [];
    for (let date = this.first; date <= this.last; date++) dates.push(onDate(date, weekly(date)));
    return { dates, joined: joinIntervals(dates, this.from, this.to) };
  }
}
