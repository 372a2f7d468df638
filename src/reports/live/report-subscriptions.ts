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
export type Subscriber = (event: ReportEvent) => void;

interface SubscribedReport {
  readonly subscribers: Set<Subscriber>;
  newest: ReportEvent | undefined;
}

const RETRY_DELAY_MS = 1_000;

/** Tells whoever watches a report what the database tells of it, with one connection however many watch. */
@Injectable()
export class ReportSubscriptions implements OnModuleDestroy {
  private readonly logger = new Logger('ReportWatch');
  private readonly subscribed = new Map<string, SubscribedReport>();
  private readonly notifications: ReportNotifications;

  constructor(
    private readonly reports: ReportService,
    database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.notifications = new ReportNotifications(database.url, {
      onNotification: (notification) => this.onNotification(notification),
      onReconnect: () => {
        for (const reportId of this.subscribed.keys()) void this.refresh(reportId);
      },
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.subscribed.clear();
    await this.notifications.close();
  }

  /**
   * Has `watcher` hear the present state of a report, and every step from there on. Gives what ends it.
   * @throws {Problem} where there is no such report
   */
  async subscribe(reportId: string, watcher: Subscriber): Promise<() => void> {
    await this.notifications.listening();
    const watched = this.subscribed.get(reportId) ?? { subscribers: new Set(), newest: undefined };
    this.subscribed.set(reportId, watched);
    const heard: ReportEvent[] = [];
    const hear: Subscriber = (event) => {
      heard[0] = event;
      watcher(event);
    };
    const end = () => {
      watched.subscribers.delete(hear);
      if (watched.subscribers.size === 0 && this.subscribed.get(reportId) === watched) this.subscribed.delete(reportId);
    };
    watched.subscribers.add(hear);
    try {
      const present = await this.currentEvent(reportId);
      this.publish(present);
      // Others had heard it already.
      if (heard.length === 0) hear(watched.newest ?? present);
    } catch (error) {
      end();
      throw error;
    }
    return end;
  }

  private onNotification(notification: ReportNotification): void {
    const { reportId, status, attempt, ...stored } = notification;
    if (!this.subscribed.has(reportId)) return;
    // What came of it is too much for a notification.
    if (status !== 'Running') void this.refresh(reportId);
    else {
      const progress = toProgressDto(stored, this.clock());
      this.publish({ reportId, status, attempt, progress, error: null, failedPart: null, csv: null });
    }
  }

  /** Tells what a report is now. Where the database does not answer, it is asked again: the end is told once and no more. */
  private async refresh(reportId: string): Promise<void> {
    while (this.subscribed.has(reportId)) {
      try {
        this.publish(await this.currentEvent(reportId));
        return;
      } catch (error) {
        this.logger.warn(
          `report ${reportId} can't be looked up: ${error instanceof Error ? error.message : String(error)}`,
        );
        await pause(RETRY_DELAY_MS, undefined, { ref: false });
      }
    }
  }

  private async currentEvent(reportId: string): Promise<ReportEvent> {
    const { status, attempt, progress, error, failedPart, csv } = this.reports.describe(
      await this.reports.get(reportId),
    );
    return { reportId, status, attempt, progress, error, failedPart, csv };
  }

  /** Tells it to those who watch, unless they heard it, or something newer. */
  private publish(event: ReportEvent): void {
    const watched = this.subscribed.get(event.reportId);
    if (watched === undefined || (watched.newest !== undefined && !isNewer(event, watched.newest))) return;
    watched.newest = event;
    for (const watcher of watched.subscribers) watcher(event);
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
