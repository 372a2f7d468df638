import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../clock.js';
import type { Caller } from '../domain/access/caller.js';
import { assertVisible } from './assert-visible.js';
import type { Config } from '../config/config.js';
import { DAY, formatInstant, HOUR, type Instant, type Microseconds } from '../domain/time/instant.js';
import type { InterpolationRule } from '../domain/uptime/interpolation.js';
import type { Interval } from '../domain/uptime/intervals.js';
import { findOutages, type Outage } from '../domain/uptime/outages.js';
import type { StoreHistory } from '../domain/uptime/store-history.js';
import { timeZones } from '../domain/time-zones/time-zone-database.js';
import { explainUptime } from '../domain/uptime/timeline.js';
import { computeUptime, pollsNeededFrom, pollsNeededUntil } from '../domain/uptime/uptime.js';
import { MAX_WINDOW } from '../domain/uptime/windows.js';
import { encodeCursor, toPage } from '../http/cursor.js';
import { toOutageDto } from '../http/outage.dto.js';
import { Problem } from '../http/problems/problem.js';
import { PollsDroppedError } from '../persistence/polls/poll-retention.js';
import { StoreRepository, type VersionedHistory } from '../persistence/stores/store.repository.js';
import { CLOCK, CONFIG } from '../tokens.js';
import {
  toSubjectDto,
  toTimelineDto,
  toUptimeDto,
  type OutagesQuery,
  type StoreOutagesDto,
  type StoreTimelineDto,
  type StoreUptimeDto,
  type Subject,
  type TimelineQuery,
  type WindowQuery,
} from './store-window.dto.js';
import { pageOfTimeline } from './timeline-page.js';

/** One window of one store, with the data to compute it. */
interface WindowData {
  readonly subject: Subject;
  readonly history: StoreHistory;
  readonly window: Interval;
  /** The last instant of which a poll can count. */
  readonly until: Instant;
  readonly rule: InterpolationRule;
}

/** Computes one window of one store. Uptime, timeline and outages come from the same polls by the same rules. */
@Injectable()
export class StoreWindowService {
  constructor(
    private readonly stores: StoreRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async uptime(storeId: string, query: WindowQuery, caller: Caller): Promise<StoreUptimeDto> {
    const { subject, history, window, until, rule } = await this.read(storeId, query, caller);
    return toUptimeDto(subject, computeUptime(history, [window], until, rule)[0]!);
  }

  async timeline(
    storeId: string,
    { limit, cursor, ...query }: TimelineQuery,
    caller: Caller,
  ): Promise<StoreTimelineDto> {
    const { subject, history, window, until, rule } = await this.read(storeId, pinnedBy(cursor, query), caller);
    const { page, next } = pageOfTimeline(
      explainUptime(history, window, until, rule),
      cursor?.start ?? -Infinity,
      limit,
    );
    const { asOf, dataVersion } = subject;
    return toTimelineDto(subject, page, next === null ? null : encodeCursor({ asOf, dataVersion, start: next }));
  }

  async outages(storeId: string, { limit, cursor, ...query }: OutagesQuery, caller: Caller): Promise<StoreOutagesDto> {
    const { subject, history, window, until, rule } = await this.read(storeId, pinnedBy(cursor, query), caller);
    const { asOf, dataVersion } = subject;
    const left = findOutages(history, window, until, rule).filter((outage) => isAfter(outage, cursor));
    const positionOf = ({ open, from }: Outage) => ({ asOf, dataVersion, open, from });
    return { ...toSubjectDto(subject), ...toPage(left, limit, positionOf, toOutageDto) };
  }

  private async read(storeId: string, query: WindowQuery, caller: Caller): Promise<WindowData> {
    assertVisible(storeId, caller);
    const { from, to, interpolation } = query;
    const window = { from, to };
    const asOf = query.asOf ?? this.clock();
    this.assertValid(window, asOf);
    const reachHours = query.reachHours ?? this.config.pollReachHours;
    const rule = { interpolation, reach: reachHours * HOUR };
    const until = pollsNeededUntil([window], rule.reach, asOf);
    const { dataVersion, ...history } = await this.history(storeId, window, until, rule, query.dataVersion);
    const { timeZone } = history;
    const timeZoneRelease = timeZones().release;
    const subject = { storeId, timeZone, timeZoneRelease, window, asOf, interpolation, reachHours, dataVersion };
    return { subject, history, window, until, rule };
  }

  private async history(
    storeId: string,
    window: Interval,
    until: Instant,
    { interpolation, reach }: InterpolationRule,
    dataVersion: number | undefined,
  ): Promise<VersionedHistory> {
    const pollsFrom = pollsNeededFrom([window], reach);
    try {
      return await this.stores.history(storeId, { pollsFrom, asOf: until, interpolation }, dataVersion);
    } catch (error) {
      if (!(error instanceof PollsDroppedError)) throw error;
      throw new Problem(422, `No window from ${formatInstant(window.from)} on: ${error.message}.`);
    }
  }

  private assertValid({ from, to }: Interval, asOf: Instant): void {
    const now = this.clock();
    if (from >= to) {
      throw new Problem(
        422,
        `The window is empty: from ${formatInstant(from)} is not before to ${formatInstant(to)}.`,
        [{ path: 'from', message: `must be before ${formatInstant(to)}` }],
      );
    }
    if (to - from > MAX_WINDOW) {
      throw new Problem(422, `The window is longer than ${MAX_WINDOW / DAY} days: ask for it in parts.`, [
        { path: 'from', message: `must not be before ${formatInstant(to - MAX_WINDOW)}` },
      ]);
    }
    if (to > now) {
      throw new Problem(422, `to ${formatInstant(to)} is in the future: a window describes what was.`, [
        { path: 'to', message: `must not be after ${formatInstant(now)}` },
      ]);
    }
    if (asOf > now) {
      throw new Problem(422, `asOf ${formatInstant(asOf)} is in the future: a window describes what was.`, [
        { path: 'asOf', message: `must not be after ${formatInstant(now)}` },
      ]);
    }
    if (to > asOf) {
      throw new Problem(
        422,
        `As of ${formatInstant(asOf)}, nothing is known of what came later: to must not be after it.`,
        [{ path: 'to', message: `must not be after ${formatInstant(asOf)}` }],
      );
    }
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
