import { Injectable } from '@nestjs/common';
import type { Caller } from '../../domain/access/caller.js';
import { localDays } from '../../domain/time-zones/local-days.js';
import { DEFAULT_TIME_ZONE } from '../../domain/time-zones/zone-offsets.js';
import { uptimeByHourOfWeek } from '../../domain/uptime/local-time/hours-of-week.js';
import { uptimeOfPeriods } from '../../domain/uptime/local-time/uptime-of-periods.js';
import { openSegments, type Segment } from '../../domain/uptime/segments.js';
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
    const special = new Map(data.history.specialHours?.map((hours) => [hours.date, hours]));
    return toDaysDto(
      data.subject,
      dates,
      days.map((day, i) => ({ ...day, uptime: uptimes[i]!, specialHours: special.get(day.date) ?? null })),
      totalOf(data),
    );
  }

  async hoursOfWeek(storeId: string, query: WindowQuery, caller: Caller): Promise<HoursOfWeekDto> {
    const data = await this.reader.read(storeId, query, caller);
    const cells = uptimeByHourOfWeek(segmentsOf(data), data.history.timeZone ?? DEFAULT_TIME_ZONE);
    return toHoursOfWeekDto(data.subject, cells, totalOf(data));
  }
}

function segmentsOf({ history, window, until, rule }: WindowData): Segment[] {
  return openSegments(history, window, until, rule);
}

function totalOf({ history, window, until, rule }: WindowData): Uptime {
  return computeUptime(history, [window], until, rule)[0]!;
}
