import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../clock.js';
import type { Config } from '../config/config.js';
import { DAY, formatInstant, HOUR } from '../domain/instant.js';
import type { InterpolationRule } from '../domain/interpolation.js';
import type { Interval } from '../domain/intervals.js';
import { findOutages } from '../domain/outages.js';
import type { StoreHistory } from '../domain/store-history.js';
import { explainUptime } from '../domain/timeline.js';
import { computeUptime, pollsNeededFrom } from '../domain/uptime.js';
import { MAX_WINDOW } from '../domain/windows.js';
import { DEFAULT_TIME_ZONE } from '../domain/zone-offsets.js';
import { Problem } from '../http/problem.js';
import { PollsDroppedError } from '../persistence/polls/poll-retention.js';
import { StoreRepository, type VersionedHistory } from '../persistence/stores/store.repository.js';
import { CLOCK, CONFIG } from '../tokens.js';
import {
  toOutagesDto,
  toTimelineDto,
  toUptimeDto,
  type StoreOutagesDto,
  type StoreTimelineDto,
  type StoreUptimeDto,
  type Subject,
  type WindowQuery,
} from './store-window.dto.js';

/** One window of one store, with the data to compute it. */
interface WindowData {
  readonly subject: Subject;
  readonly history: StoreHistory;
  readonly window: Interval;
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

  async uptime(storeId: string, query: WindowQuery): Promise<StoreUptimeDto> {
    const { subject, history, window, rule } = await this.read(storeId, query);
    return toUptimeDto(subject, computeUptime(history, [window], window.to, rule)[0]!);
  }

  async timeline(storeId: string, query: WindowQuery): Promise<StoreTimelineDto> {
    const { subject, history, window, rule } = await this.read(storeId, query);
    return toTimelineDto(subject, explainUptime(history, window, window.to, rule));
  }

  async outages(storeId: string, query: WindowQuery): Promise<StoreOutagesDto> {
    const { subject, history, window, rule } = await this.read(storeId, query);
    return toOutagesDto(subject, findOutages(history, window, window.to, rule));
  }

  private async read(storeId: string, { from, to, interpolation, ...given }: WindowQuery): Promise<WindowData> {
    const window = { from, to };
    this.assertValid(window);
    const reachHours = given.reachHours ?? this.config.pollReachHours;
    const rule = { interpolation, reach: reachHours * HOUR };
    const { dataVersion, ...history } = await this.history(storeId, window, rule);
    const timeZone = history.timeZone ?? DEFAULT_TIME_ZONE;
    return { subject: { storeId, timeZone, window, interpolation, reachHours, dataVersion }, history, window, rule };
  }

  private async history(storeId: string, window: Interval, rule: InterpolationRule): Promise<VersionedHistory> {
    const pollsFrom = pollsNeededFrom([window], rule.reach);
    try {
      return await this.stores.history(storeId, {
        pollsFrom,
        asOf: window.to,
        interpolation: rule.interpolation,
      });
    } catch (error) {
      if (!(error instanceof PollsDroppedError)) throw error;
      throw new Problem(422, `No window from ${formatInstant(window.from)} on: ${error.message}.`);
    }
  }

  private assertValid({ from, to }: Interval): void {
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
  }
}
