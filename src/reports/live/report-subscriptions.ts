import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { Clock } from '../../clock.js';
import type { Caller } from '../../domain/access/caller.js';
import { messageOf } from '../../domain/error-message.js';
import { Database } from '../../persistence/connection/database.js';
import { Notifications } from '../../persistence/connection/notifications.js';
import {
  parseReportNotification,
  REPORT_CHANNEL,
  type ReportNotification,
} from '../../persistence/reports/report-notifications.js';
import { ChangeFollower } from '../../live/change-follower.js';
import { CLOCK } from '../../tokens.js';
import { toProgressDto } from './report-progress.dto.js';
import type { ReportDto } from '../report.dto.js';
import { ReportService } from '../report.service.js';

/** The changing parts of a report, sent to its subscribers. */
export type ReportEvent = Pick<
  ReportDto,
  'reportId' | 'status' | 'attempt' | 'progress' | 'error' | 'failedPart' | 'csv'
>;

/** Receives the events of a report in order. An older event never follows a newer one. */
export type Subscriber = (event: ReportEvent) => void;

interface SubscribedReport {
  readonly subscribers: Set<Subscriber>;
  newest: ReportEvent | undefined;
}

const EVERYONE: Pick<Caller, 'stores'> = { stores: 'all' };

const RETRY_DELAY_MS = 1_000;

/** Publishes the notifications of the database to subscribers. All of them share one database connection. */
@Injectable()
export class ReportSubscriptions implements OnModuleDestroy {
  private readonly logger = new Logger('ReportSubscriptions');
  private readonly reportsById = new Map<string, SubscribedReport>();
  private readonly notifications: Notifications;

  constructor(
    private readonly reports: ReportService,
    database: Database,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.notifications = new Notifications(database.url, REPORT_CHANNEL, {
      onNotification: (payload) => this.onNotification(parseReportNotification(payload)),
      onReconnect: () => {
        for (const reportId of this.reportsById.keys()) void this.refresh(reportId);
      },
    });
  }

  async onModuleDestroy(): Promise<void> {
    this.reportsById.clear();
    await this.notifications.close();
  }

  /**
   * Subscribes to a report as a caller sees it: the subscriber gets the current state, then each change. Returns the
   * unsubscribe function.
   * @throws {ReportNotFoundError}
   */
  async subscribe(reportId: string, subscriber: Subscriber, caller: Caller): Promise<() => void> {
    if (await this.reports.isWhole(reportId, caller)) return this.subscribeToAll(reportId, subscriber);
    const follower = new ChangeFollower({
      what: 'a report',
      // A change of other stores only is none.
      read: () => this.currentEvent(reportId, caller),
      tell: subscriber,
    });
    const unsubscribe = await this.subscribeToAll(reportId, () => follower.onChange());
    return () => {
      unsubscribe();
      follower.stop();
    };
  }

  private async subscribeToAll(reportId: string, subscriber: Subscriber): Promise<() => void> {
    await this.notifications.listening();
    const report = this.reportsById.get(reportId) ?? { subscribers: new Set(), newest: undefined };
    this.reportsById.set(reportId, report);
    const received: ReportEvent[] = [];
    const receive: Subscriber = (event) => {
      received[0] = event;
      subscriber(event);
    };
    const unsubscribe = () => {
      report.subscribers.delete(receive);
      if (report.subscribers.size === 0 && this.reportsById.get(reportId) === report) this.reportsById.delete(reportId);
    };
    report.subscribers.add(receive);
    try {
      const current = await this.currentEvent(reportId, EVERYONE);
      this.publish(current);
      // Nothing is published if earlier subscribers have this state already.
      if (received.length === 0) receive(report.newest ?? current);
    } catch (error) {
      unsubscribe();
      throw error;
    }
    return unsubscribe;
  }

  private onNotification(notification: ReportNotification): void {
    const { reportId, status, attempt, ...stored } = notification;
    if (!this.reportsById.has(reportId)) return;
    // The result does not fit into a notification.
    if (status !== 'Running') void this.refresh(reportId);
    else {
      const progress = toProgressDto(stored, this.clock());
      this.publish({ reportId, status, attempt, progress, error: null, failedPart: null, csv: null });
    }
  }

  /** Publishes the current state. Retries if the database does not respond: the end of a report is notified only once. */
  private async refresh(reportId: string): Promise<void> {
    while (this.reportsById.has(reportId)) {
      try {
        this.publish(await this.currentEvent(reportId, EVERYONE));
        return;
      } catch (error) {
        this.logger.warn(`report ${reportId} can't be read: ${messageOf(error)}`);
        await pause(RETRY_DELAY_MS, undefined, { ref: false });
      }
    }
  }

  private async currentEvent(reportId: string, caller: Pick<Caller, 'stores'>): Promise<ReportEvent> {
    const { status, attempt, progress, error, failedPart, csv } = this.reports.describe(
      await this.reports.get(reportId, caller),
    );
    return { reportId, status, attempt, progress, error, failedPart, csv };
  }

  /** Sends an event to the subscribers, unless they have this state or a newer one. */
  private publish(event: ReportEvent): void {
    const report = this.reportsById.get(event.reportId);
    if (report === undefined || (report.newest !== undefined && !isNewer(event, report.newest))) return;
    report.newest = event;
    for (const subscriber of report.subscribers) subscriber(event);
  }
}

const PHASES = { computing: 1, assembling: 2 };

/** The progress of a report as numbers that are compared from left to right. */
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
