import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Database } from '../../persistence/connection/database.js';
import { ReportNotifications, type ReportNotification } from '../../persistence/reports/report-notifications.js';
import { CLOCK, type Clock } from '../../tokens.js';
import { toProgressDto } from './report-progress.dto.js';
import type { ReportDto } from '../report.dto.js';
import { ReportService } from '../report.service.js';

/** What those who watch a report hear: what of it changes. */
export type ReportEvent = Pick<
  ReportDto,
  'reportId' | 'status' | 'attempt' | 'progress' | 'error' | 'failedPart' | 'csv'
>;

/** Hears the events of a report, in their order, none older than one before. */
export type Watcher = (event: ReportEvent) => void;

interface Watched {
  readonly watchers: Set<Watcher>;
  newest: ReportEvent | undefined;
}

const LOOK_AGAIN_MS = 1_000;

/** Tells whoever watches a report what the database tells of it, with one connection however many watch. */
@Injectable()
export class ReportWatch implements OnModuleDestroy {
  private readonly logger = new Logger('ReportWatch');
  private readonly watched = new Map<string, Watched>();
  private readonly notifications: ReportNotifications;

  constructor(
    private readonly reports: ReportService,
    database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.notifications = new ReportNotifications(database.url, {
      heard: (notification) => this.heard(notification),
      missed: () => {
        for (const reportId of this.watched.keys()) void this.lookUp(reportId);
      },
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.watched.clear();
    await this.notifications.close();
  }

  /**
   * Has `watcher` hear the present state of a report, and every step from there on. Gives what ends it.
   * @throws {Problem} where there is no such report
   */
  async watch(reportId: string, watcher: Watcher): Promise<() => void> {
    await this.notifications.listening();
    const watched = this.watched.get(reportId) ?? { watchers: new Set(), newest: undefined };
    this.watched.set(reportId, watched);
    const heard: ReportEvent[] = [];
    const hear: Watcher = (event) => {
      heard[0] = event;
      watcher(event);
    };
    const end = () => {
      watched.watchers.delete(hear);
      if (watched.watchers.size === 0 && this.watched.get(reportId) === watched) this.watched.delete(reportId);
    };
    watched.watchers.add(hear);
    try {
      const present = await this.present(reportId);
      this.tell(present);
      // Others had heard it already.
      if (heard.length === 0) hear(watched.newest ?? present);
    } catch (error) {
      end();
      throw error;
    }
    return end;
  }

  private heard(notification: ReportNotification): void {
    const { reportId, status, attempt, ...stored } = notification;
    if (!this.watched.has(reportId)) return;
    // What came of it is too much for a notification.
    if (status !== 'Running') void this.lookUp(reportId);
    else {
      const progress = toProgressDto(stored, this.clock());
      this.tell({ reportId, status, attempt, progress, error: null, failedPart: null, csv: null });
    }
  }

  /** Tells what a report is now. Where the database does not answer, it is asked again: the end is told once and no more. */
  private async lookUp(reportId: string): Promise<void> {
    while (this.watched.has(reportId)) {
      try {
        this.tell(await this.present(reportId));
        return;
      } catch (error) {
        this.logger.warn(
          `report ${reportId} can't be looked up: ${error instanceof Error ? error.message : String(error)}`,
        );
        await pause(LOOK_AGAIN_MS, undefined, { ref: false });
      }
    }
  }

  private async present(reportId: string): Promise<ReportEvent> {
    const { status, attempt, progress, error, failedPart, csv } = this.reports.describe(
      await this.reports.get(reportId),
    );
    return { reportId, status, attempt, progress, error, failedPart, csv };
  }

  /** Tells it to those who watch, unless they heard it, or something newer. */
  private tell(event: ReportEvent): void {
    const watched = this.watched.get(event.reportId);
    if (watched === undefined || (watched.newest !== undefined && !isNewer(event, watched.newest))) return;
    watched.newest = event;
    for (const watcher of watched.watchers) watcher(event);
  }
}

const PHASES = { computing: 1, assembling: 2 };

/** How far a report is, to be compared place by place: its attempt, its phase, what is done. */
function stageOf({ status, attempt, progress }: ReportEvent): number[] {
  const { phase, storesDone, rowsWritten, storesTotal } = progress;
  const order = status !== 'Running' ? 3 : phase === null ? 0 : PHASES[phase];
  return [attempt, order, storesTotal === null ? 0 : 1, storesDone, rowsWritten];
}

function isNewer(event: ReportEvent, other: ReportEvent): boolean {
  const [stage, before] = [stageOf(event), stageOf(other)];
  const at = stage.findIndex((value, place) => value !== before[place]);
  return at >= 0 && stage[at]! > before[at]!;
}
