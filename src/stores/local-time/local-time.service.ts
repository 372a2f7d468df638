import { Injectable } from '@nestjs/common';
import type { Caller } from '../../domain/access/caller.js';
import { CLOSURE_KINDS, timeOfClosures } from '../../domain/calendar/closures.js';
import { hoursOfDates } from '../../domain/calendar/hours-of-date.js';
import { localDays, type LocalDay } from '../../domain/time-zones/local-days.js';
import { DEFAULT_TIME_ZONE } from '../../domain/time-zones/zone-offsets.js';
import { uptimeByHourOfWeek } from '../../domain/uptime/local-time/hours-of-week.js';
import { uptimeOfPeriods } from '../../domain/uptime/local-time/uptime-of-periods.js';
import { overlap } from '../../domain/uptime/intervals.js';
import { openSegments, type Segment } from '../../domain/uptime/segments.js';
import type { StoreHistory } from '../../domain/uptime/store-history.js';
import { computeUptime, type Uptime } from '../../domain/uptime/uptime.js';
import type { WindowQuery } from '../window/store-window.dto.js';
import { StoreWindowReader, type WindowData } from '../window/store-window-reader.js';
import {
  toDaysDto,
  toHoursOfWeekDto,
  type DaysQuery,
  type HoursOfWeekDto,
  type StoreDaysDto,
} from './local-time.dto.js';
import type { ExplainedHours } from './hours-of-date.dto.js';
import { resolveDates } from './resolve-dates.js';

/** Divides the uptime of a store by the days and hours of its own clock. */
@Injectable()
export class LocalTimeService {
  constructor(private readonly reader: StoreWindowReader) {}

  async days(storeId: string, { firstDate, lastDate, ...basis }: DaysQuery, caller: Caller): Promise<StoreDaysDto> {
    const { timeZone, ...pinned } = await this.reader.pin(storeId, basis, caller);
    const zone = timeZone ?? DEFAULT_TIME_ZONE;
    const dates = resolveDates({ firstDate, lastDate }, zone, pinned.asOf);
    const days = localDays(zone, dates.firstDate, dates.lastDate);
    const window = { from: days[0]!.from, to: Math.min(days.at(-1)!.to, pinned.asOf) };
    const data = await this.reader.readWindow(storeId, window, { ...basis, ...pinned });
    const uptimes = uptimeOfPeriods(segmentsOf(data), days);
    const hoursOn = explainHours(data.history);
    return toDaysDto(
      data.subject,
      dates,
      days.map((day, i) => ({ ...day, uptime: uptimes[i]!, hours: hoursOn(day) })),
      totalOf(data),
    );
  }

  async hoursOfWeek(storeId: string, query: WindowQuery, caller: Caller): Promise<HoursOfWeekDto> {
    const data = await this.reader.read(storeId, query, caller);
    const cells = uptimeByHourOfWeek(segmentsOf(data), data.history.timeZone ?? DEFAULT_TIME_ZONE);
    return toHoursOfWeekDto(data.subject, cells, totalOf(data));
  }
}

/** Returns a function from a day to the hours of its date, with the closures that take a part of it. */
function explainHours(history: StoreHistory): (day: LocalDay) => ExplainedHours {
  const hoursOn = hoursOfDates(history);
  const taken = CLOSURE_KINDS.map((kind) => ({ kind, times: timeOfClosures(history, kind) }));
  return (day) => {
    const closures = taken.filter(({ times }) => times.some((time) => overlap(time, day) > 0)).map(({ kind }) => kind);
    return { ...hoursOn(day.date), closures };
  };
}

function segmentsOf({ history, window, until, rule }: WindowData): readonly Segment[] {
  return openSegments(history, window, until, rule);
}

function totalOf({ history, window, until, rule }: WindowData): Uptime {
  return computeUptime(history, [window], until, rule)[0]!;
}
