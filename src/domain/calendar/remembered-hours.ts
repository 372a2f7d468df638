import type { Instant } from '../time/instant.js';
import type { LocalDate } from '../time/local-date.js';
import type { Interval } from '../uptime/intervals.js';
import { IntervalBuffer, toIntervalSeries, type IntervalSeries } from '../uptime/series/interval-series.js';
import {
  ALWAYS_OPEN,
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

/** What weekly hours give in a zone. */
interface Week {
  /** By date, from the first one on. */
  readonly dates: readonly (readonly Interval[])[];
  readonly joined: IntervalSeries;
}

const ALWAYS = toIntervalSeries(ALWAYS_OPEN);

/**
 * Finds open intervals up to one instant, and remembers what weekly hours give: of ten stores, eight have the hours and the zone
 * of another one. Stores have the same hours if they have the same list.
 */
export class RememberedHours {
  private readonly byHours = new WeakMap<readonly BusinessHours[], Map<string | null, Week>>();
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
    this.special = Array.from({ length: this.last - this.first + 1 }, () => null);
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
    return specialHours.length === 0 ? week.joined : this.joinSpecial(week, specialHours, timeZone);
  }

  private joinSpecial(
    { dates }: Week,
    specialHours: readonly SpecialHours[],
    timeZone: string | null,
  ): IntervalSeries | null {
    this.special.fill(null);
    for (const { date, intervals } of specialHours) {
      if (this.first <= date && date <= this.last) this.special[date - this.first] = intervals;
    }
    const onDate = intervalsOnDate(timeZone);
    const joined = this.joined.clear();
    for (const [day, weekly] of dates.entries()) {
      const special = this.special[day]!;
      const intervals = special === null ? weekly : onDate(this.first + day, special);
      for (const { from, to } of intervals) if (!joined.join(from, to)) return null;
    }
    return joined.endAt(this.to);
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
    return { dates, joined: toIntervalSeries(joinIntervals(dates, this.from, this.to)) };
  }
}
