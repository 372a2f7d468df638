import { Injectable } from '@nestjs/common';
import type { Caller } from '../../domain/access/caller.js';
import type { SpecialHours } from '../../domain/calendar/calendar.js';
import { specialHoursInForce } from '../../domain/calendar/special-hours-in-force.js';
import type { LocalDate } from '../../domain/time/local-date.js';
import type { Instant, Microseconds } from '../../domain/time/instant.js';
import { findOutages, type Outage } from '../../domain/uptime/outages/outages.js';
import type { StoreHistory } from '../../domain/uptime/store-history.js';
import { explainUptime } from '../../domain/uptime/timeline/timeline.js';
import { computeUptime } from '../../domain/uptime/uptime.js';
import { encodeCursor, toPage } from '../../http/cursor.js';
import { toOutageDto } from '../../http/dto/outage.dto.js';
import {
  toSubjectDto,
  toTimelineDto,
  toUptimeDto,
  type OutagesQuery,
  type StoreOutagesDto,
  type StoreTimelineDto,
  type StoreUptimeDto,
  type TimelineQuery,
  type WindowQuery,
} from './store-window.dto.js';
import { toPreviewDto, type PreviewedChange, type StorePreviewDto } from './store-preview.dto.js';
import { StoreWindowReader, type WindowData } from './store-window-reader.js';
import { pageOfTimeline } from './timeline-page.js';

/** Computes one window of one store. Uptime, timeline and outages come from the same polls by the same rules. */
@Injectable()
export class StoreWindowService {
  constructor(private readonly reader: StoreWindowReader) {}

  async uptime(storeId: string, query: WindowQuery, caller: Caller): Promise<StoreUptimeDto> {
    const { subject, history, window, until, rule } = await this.reader.read(storeId, query, caller);
    return toUptimeDto(subject, computeUptime(history, [window], until, rule)[0]!);
  }

  /** Computes a window as it would be with another zone, other hours, other special hours, or one more closure. Changes nothing. */
  async preview(
    storeId: string,
    query: WindowQuery,
    { timeZone, businessHours, specialHours, closure }: PreviewedChange,
    caller: Caller,
  ): Promise<StorePreviewDto> {
    const { subject, history, window, until, rule } = await this.reader.read(storeId, query, caller);
    const other: StoreHistory = {
      ...history,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...(businessHours === undefined ? {} : { hours: businessHours }),
      ...(specialHours === undefined ? {} : { specialHours: withRange(history, specialHours) }),
      ...(closure === undefined ? {} : { closures: [...(history.closures ?? []), closure] }),
    };
    const uptimeOf = (of: StoreHistory) => computeUptime(of, [window], until, rule)[0]!;
    return toPreviewDto(subject, uptimeOf(history), uptimeOf(other));
  }

  async timeline(
    storeId: string,
    { limit, cursor, ...query }: TimelineQuery,
    caller: Caller,
  ): Promise<StoreTimelineDto> {
    const { subject, history, window, until, rule } = await this.reader.read(storeId, pinnedBy(cursor, query), caller);
    const { page, next } = pageOfTimeline(
      explainUptime(history, window, until, rule),
      cursor?.start ?? -Infinity,
      limit,
    );
    const { asOf, dataVersion } = subject;
    return toTimelineDto(subject, page, rule, next === null ? null : encodeCursor({ asOf, dataVersion, start: next }));
  }

  async outages(storeId: string, { limit, cursor, ...query }: OutagesQuery, caller: Caller): Promise<StoreOutagesDto> {
    const { subject, history, window, until, rule } = await this.reader.read(storeId, pinnedBy(cursor, query), caller);
    const { asOf, dataVersion } = subject;
    const left = findOutages(history, window, until, rule).filter((outage) => isAfter(outage, cursor));
    const positionOf = ({ open, from }: Outage) => ({ asOf, dataVersion, open, from });
    return { ...toSubjectDto(subject), ...toPage(left, limit, positionOf, toOutageDto) };
  }
}

/** Later pages describe what the first one did, whatever the time and the data are meanwhile. */
function pinnedBy(cursor: { asOf: Instant; dataVersion: number } | undefined, query: WindowQuery): WindowQuery {
  return cursor === undefined ? query : { ...query, asOf: cursor.asOf, dataVersion: cursor.dataVersion };
}

/** Whether an outage comes after a position in the order of `findOutages`. */
function isAfter({ open, from }: Outage, position: { open: Microseconds; from: Instant } | undefined): boolean {
  if (position === undefined) return true;
  return open < position.open || (open === position.open && from > position.from);
}

/** Returns the special hours in force if the own ones of a range were replaced. Rule 18. */
function withRange(
  { specialHours = [], specialHoursOfGroups }: WindowData['history'],
  { from, to, hours }: { from: LocalDate; to: LocalDate; hours: readonly SpecialHours[] },
): readonly SpecialHours[] {
  const kept = specialHours.filter(({ date, groups }) => groups === undefined && (date < from || date > to));
  return specialHoursInForce([...kept, ...hours], specialHoursOfGroups);
}
