import { setImmediate as breathe } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '../clock.js';
import type { Config } from '../config/config.js';
import { messageOf } from '../domain/error-message.js';
import { figureDays, FigureTable } from '../domain/fleet/figure-table.js';
import { latestAsOf } from '../domain/reports/report.js';
import { HOUR, type Instant } from '../domain/time/instant.js';
import { stateAt } from '../domain/uptime/state-now.js';
import { computeUptime, pollsNeededFrom } from '../domain/uptime/uptime.js';
import { Database } from '../persistence/connection/database.js';
import { visitFleet } from '../persistence/stores/fleet-histories.js';
import { StoreRepository } from '../persistence/stores/store.repository.js';
import { FiguresComputed } from '../live/figures-computed.js';
import { CLOCK, CONFIG } from '../tokens.js';

/** What figures are of. */
interface FiguresOf {
  readonly asOf: Instant;
  readonly dataVersion: number;
}

/** The figures of all stores as of a newest poll. */
export interface Figures extends FiguresOf {
  readonly table: FigureTable;
}

/** After so many stores, other requests have their turn. */
const STORES_AT_ONCE = 50;

/** After figures were computed, the next ones wait so many times as long as that took. */
const REST = 4;

/**
 * The figures of all stores, in memory. Computing them takes seconds, so who asks gets the last complete ones. If these are
 * old, new ones are computed in the background, at most a fifth of the time.
 */
@Injectable()
export class FleetFigures implements OnModuleDestroy {
  private readonly logger = new Logger('FleetFigures');
  private readonly closing = new AbortController();
  private newest: Figures | undefined;
  private computing: Promise<void> | undefined;
  private resting: NodeJS.Timeout | undefined;
  /** By `performance.now()`. */
  private restsUntil = 0;

  constructor(
    private readonly database: Database,
    private readonly stores: StoreRepository,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly computed: FiguresComputed,
  ) {}

  async onModuleDestroy(): Promise<void> {
    this.closing.abort();
    clearTimeout(this.resting);
    await Promise.allSettled([this.computing]);
  }

  /** Returns the last complete figures, or null if there are no polls. Only who asks before there are any waits. */
  async get(): Promise<Figures | null> {
    const wanted = await this.findNewest();
    if (wanted === null) return null;
    if (this.newest === undefined) await (this.computing ??= this.compute());
    else if (!isSame(this.newest, wanted)) this.computeSoon();
    return this.newest ?? null;
  }

  private async findNewest(): Promise<FiguresOf | null> {
    const data = await this.stores.dataVersion();
    if (data?.newestPollAt == null) return null;
    return { dataVersion: data.version, asOf: latestAsOf(data.newestPollAt, this.clock()) };
  }

  private computeSoon(): void {
    if (this.computing !== undefined || this.resting !== undefined) return;
    const begin = () => {
      this.resting = undefined;
      this.computing = this.compute();
      this.computing.catch((error: unknown) => this.log(error));
    };
    this.resting = setTimeout(begin, Math.max(0, this.restsUntil - performance.now())).unref();
  }

  private async compute(): Promise<void> {
    const startedAt = performance.now();
    try {
      const wanted = await this.findNewest();
      if (wanted === null) return;
      this.newest = { ...wanted, table: await this.computeTable(wanted) };
      this.computed.tell(wanted.dataVersion);
    } finally {
      this.computing = undefined;
      const endedAt = performance.now();
      this.restsUntil = endedAt + REST * (endedAt - startedAt);
    }
  }

  private async computeTable({ asOf, dataVersion }: FiguresOf): Promise<FigureTable> {
    const rule = { interpolation: 'nearest', reach: this.config.pollReachHours * HOUR } as const;
    const days = figureDays(asOf);
    const pollsFrom = pollsNeededFrom(days, rule.reach);
    const query = { dataVersion, asOf, interpolation: rule.interpolation, storeIds: null, pollsFrom };
    const collector = FigureTable.collector();
    let stores = 0;
    await visitFleet(this.database, query, async (store, history) => {
      const state = stateAt(history, asOf, rule);
      collector.add({ ...store, timeZone: history.timeZone, state, days: computeUptime(history, days, asOf, rule) });
      if (++stores % STORES_AT_ONCE > 0) return;
      await breathe();
      this.closing.signal.throwIfAborted();
    });
    return collector.table();
  }

  private log(error: unknown): void {
    if (!this.closing.signal.aborted) this.logger.error(`figures can't be computed: ${messageOf(error)}`);
  }
}

function isSame(a: FiguresOf, b: FiguresOf): boolean {
  return a.dataVersion === b.dataVersion && a.asOf === b.asOf;
}
