import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../../clock.js';
import type { Config } from '../../config/config.js';
import type { Caller } from '../../domain/access/caller.js';
import { formatInstant, HOUR, type Instant } from '../../domain/time/instant.js';
import { timeZones } from '../../domain/time-zones/time-zone-database.js';
import type { InterpolationRule } from '../../domain/uptime/interpolation.js';
import { DEFAULT_TIME_ZONE } from '../../domain/time-zones/zone-offsets.js';
import { isProblem } from '../../domain/parse-problem.js';
import { parseWindow, resolveWindow } from '../../domain/uptime/windows/windows.js';
import type { Interval } from '../../domain/uptime/intervals.js';
import { pollsNeededFrom, pollsNeededUntil } from '../../domain/uptime/uptime.js';
import { assertVisible } from '../../http/assert-visible.js';
import { Problem } from '../../http/problems/problem.js';
import { PollsDroppedError } from '../../persistence/polls/poll-retention.js';
import { StoreRepository, type VersionedHistory } from '../../persistence/stores/store.repository.js';
import { CLOCK, CONFIG } from '../../tokens.js';
import { assertAsOf, assertBegun, assertWindow } from './assert-window.js';
import type { Subject, WindowBasis, WindowQuery } from './store-window.dto.js';

/** One window of one store, with the data to compute it. */
export interface WindowData {
  readonly subject: Subject;
  readonly history: Omit<VersionedHistory, 'dataVersion'>;
  readonly window: Interval;
  /** The last instant of which a poll can count. */
  readonly until: Instant;
  readonly rule: InterpolationRule;
}

/** The zone of a store, with what a window of it is read as of. */
export interface PinnedZone {
  readonly asOf: Instant;
  readonly dataVersion: number;
  /** Null: unknown. */
  readonly timeZone: string | null;
}

/** Reads what the numbers of a window of a store follow from. */
@Injectable()
export class StoreWindowReader {
  constructor(
    private readonly stores: StoreRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Reads a window that a client names.
   * @throws {Problem} if there is no such window
   */
  async read(storeId: string, { named, ...basis }: WindowQuery, caller: Caller): Promise<WindowData> {
    if ('window' in named) return this.readNamed(storeId, named.window, basis, caller);
    assertVisible(storeId, caller);
    const now = this.clock();
    const asOf = basis.asOf ?? now;
    assertWindow(named, asOf, now);
    return this.readWindow(storeId, named, { ...basis, asOf });
  }

  /** A period of the calendar depends on the zone that the store has as of the data version. */
  private async readNamed(storeId: string, text: string, basis: WindowBasis, caller: Caller): Promise<WindowData> {
    const { timeZone, ...pinned } = await this.pin(storeId, basis, caller);
    const spec = parseWindow(text);
    if (isProblem(spec)) throw new Problem(400, `The window ${JSON.stringify(text)} ${spec.problem}.`);
    const window = resolveWindow(spec, pinned.asOf, timeZone);
    if ('period' in spec) assertBegun(text, spec.period, window, pinned.asOf, timeZone ?? DEFAULT_TIME_ZONE);
    else assertWindow(window, pinned.asOf, this.clock());
    return this.readWindow(storeId, window, { ...basis, ...pinned });
  }

  /**
   * Fixes the as-of instant and the data version, and returns them with the time zone, for windows that follow from it.
   * @throws {Problem} if the as-of instant is in the future
   */
  async pin(storeId: string, basis: WindowBasis, caller: Caller): Promise<PinnedZone> {
    assertVisible(storeId, caller);
    const now = this.clock();
    const asOf = basis.asOf ?? now;
    assertAsOf(asOf, now);
    return { asOf, ...(await this.stores.timeZone(storeId, basis.dataVersion)) };
  }

  /** Reads a window that is known to be valid. */
  async readWindow(
    storeId: string,
    window: Interval,
    { asOf, interpolation, ...basis }: WindowBasis & { readonly asOf: Instant },
  ): Promise<WindowData> {
    const reachHours = basis.reachHours ?? this.config.pollReachHours;
    const rule = { interpolation, reach: reachHours * HOUR };
    const until = pollsNeededUntil([window], rule.reach, asOf);
    const { dataVersion, ...history } = await this.history(storeId, window, until, rule, basis.dataVersion);
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
}
