import { Logger } from '@nestjs/common';
import type { Clock } from '../../clock.js';
import type { LimitSettings } from '../../config/limit-settings.js';
import { messageOf } from '../../domain/error-message.js';
import type { IdempotencyKey } from '../../persistence/reports/requests/idempotency-key.repository.js';
import type {
  ReportReservationRepository,
  RunningReportLimits,
} from '../../persistence/reports/requests/report-reservation.repository.js';

/** Limits the reports that clients have running at once, in all APIs together. Scheduled reports count, but always run. */
export class RunningReports {
  private readonly logger = new Logger('Reports');
  private readonly limits: RunningReportLimits;

  constructor(
    { runningReportsPerKey, runningReports }: LimitSettings,
    private readonly reservations: ReportReservationRepository,
    private readonly clock: Clock,
  ) {
    this.limits = { perKey: runningReportsPerKey, inAll: runningReports };
  }

  /**
   * Starts a report of an API key. When `start` returns, its row must be Running, and counts from then on.
   * @throws {TooManyReportsError}
   */
  async start<T>(reportId: string, keyId: string | null, start: () => Promise<T>): Promise<T> {
    await this.reservations.reserve({ reportId, keyId, reservedAt: this.clock() }, this.limits);
    try {
      return await start();
    } finally {
      await this.release(reportId);
    }
  }

  /**
   * Claims an idempotency key, and room for its report. Returns the report that has the key.
   * @throws {TooManyReportsError}
   */
  async claim(key: string, claimed: IdempotencyKey, keyId: string | null): Promise<IdempotencyKey> {
    return this.reservations.claim(key, claimed, keyId, this.limits);
  }

  /** A reservation that can't be released ends by itself, so the report must not fail by it. */
  private async release(reportId: string): Promise<void> {
    await this.reservations.release(reportId).catch((error: unknown) => {
      this.logger.warn(`the reservation of report ${reportId} stays for a minute: ${messageOf(error)}`);
    });
  }
}
