import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../clock.js';
import type { Config } from '../config/config.js';
import { latestAsOf } from '../domain/reports/report.js';
import { HOUR, type Instant } from '../domain/time/instant.js';
import type { InterpolationRule } from '../domain/uptime/interpolation.js';
import {
  closingAfter,
  currentOutage,
  OUTAGE_HISTORY,
  stateAt,
  type CurrentOutage,
  type NowState,
} from '../domain/uptime/state-now.js';
import { pollsNeededFrom } from '../domain/uptime/uptime.js';
import { Database } from '../persistence/connection/database.js';
import { visitFleet, type FleetStore } from '../persistence/stores/fleet-histories.js';
import { StoreRepository } from '../persistence/stores/store.repository.js';
import { CLOCK, CONFIG } from '../tokens.js';

/** A store that is down. */
export interface DownStore extends CurrentOutage, FleetStore {
  /** Null: unknown. */
  readonly timeZone: string | null;
  /** Null: it does not close within a week. */
  readonly closesAt: Instant | null;
}

/** The states of all stores as of the newest poll. */
export interface FleetState {
  readonly asOf: Instant;
  readonly dataVersion: number;
  readonly stateByStore: ReadonlyMap<string, NowState>;
  /** Longest first. */
  readonly down: readonly DownStore[];
}

/** After so many stores, other requests have their turn. */
const STORES_AT_ONCE = 500;

/**
 * The states of all stores now. They follow from the data alone, so they are computed once for each data version, when
 * somebody asks, and kept.
 */
@Injectable()
export class FleetStates {
  private current: FleetState | undefined;
  private computing: Promise<FleetState> | undefined;

  constructor(
    private readonly database: Database,
    private readonly stores: StoreRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Returns null if there are no polls. */
  async get(): Promise<FleetState | null> {
    const data = await this.stores.dataVersion();
    if (data?.newestPollAt == null) return null;
    const asOf = latestAsOf(data.newestPollAt, this.clock());
    if (this.current?.dataVersion === data.version && this.current.asOf === asOf) return this.current;
    // Who asks while it is computed gets the same, also if more data have come in.
    this.computing ??= this.compute(data.version, asOf).finally(() => (this.computing = undefined));
    return (this.current = await this.computing);
  }

  private async compute(dataVersion: number, asOf: Instant): Promise<FleetState> {
    const rule = { interpolation: 'nearest', reach: this.config.pollReachHours * HOUR } as const;
    const stateByStore = new Map<string, NowState>();
    const isDown: string[] = [];
    const query = { dataVersion, asOf, interpolation: rule.interpolation };
    const pollsFrom = pollsNeededFrom([{ from: asOf - 1, to: asOf }], rule.reach);
    await visitFleet(this.database, { ...query, storeIds: null, pollsFrom }, async ({ storeId }, history) => {
      const state = stateAt(history, asOf, rule);
      stateByStore.set(storeId, state);
      if (state === 'down') isDown.push(storeId);
      if (stateByStore.size % STORES_AT_ONCE === 0) await breathe();
    });
    const down = await this.describeDown(isDown, query, rule);
    return { asOf, dataVersion, stateByStore, down };
  }

  /** Reads a week of the stores that are down, to know since when. */
  private async describeDown(
    storeIds: readonly string[],
    query: { dataVersion: number; asOf: Instant; interpolation: 'nearest' },
    rule: InterpolationRule,
  ): Promise<DownStore[]> {
    const { asOf } = query;
    const down: DownStore[] = [];
    if (storeIds.length === 0) return down;
    const pollsFrom = pollsNeededFrom([{ from: asOf - OUTAGE_HISTORY, to: asOf }], rule.reach);
    await visitFleet(this.database, { ...query, storeIds, pollsFrom }, async (store, history) => {
      const outage = currentOutage(history, asOf, rule);
      const closesAt = closingAfter(history, asOf);
      if (outage !== null) down.push({ ...store, timeZone: history.timeZone, closesAt, ...outage });
      if (down.length % STORES_AT_ONCE === 0) await breathe();
    });
    return down.sort((a, b) => b.open - a.open || a.since - b.since || (a.storeId < b.storeId ? -1 : 1));
  }
}
