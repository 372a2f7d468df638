import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../access/audit/audit-trail.js';
import { RunningReports } from '../access/limits/running-reports.js';
import type { Clock } from '../clock.js';
import type { Caller } from '../domain/access/caller.js';
import { Problem } from '../http/problems/problem.js';
import { toResumeReportInput } from '../persistence/reports/report-input.js';
import type { Report } from '../persistence/reports/report.entity.js';
import { ReportRepository } from '../persistence/reports/report.repository.js';
import { CLOCK } from '../tokens.js';
import { TemporalClient } from '../temporal/client.js';
import { ReportRequestValidator } from './report-request-validator.js';
import type { ReportDetailDto, TriggeredReport } from './report.dto.js';
import { ReportService } from './report.service.js';

/** A worker takes a few seconds to cancel a report. */
const CANCEL_TIMEOUT_MS = 5_000;

/** A workflow takes milliseconds to end after it has failed its report. */
const END_TIMEOUT_MS = 5_000;

const CHECK_INTERVAL_MS = 100;

/** Cancels and retries reports. */
@Injectable()
export class ReportControlService {
  constructor(
    private readonly reader: ReportService,
    private readonly checks: ReportRequestValidator,
    private readonly reports: ReportRepository,
    private readonly running: RunningReports,
    private readonly temporal: TemporalClient,
    private readonly audit: AuditTrail,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Cancels a running report, and returns it when it has ended, or still as running after a timeout. */
  async cancel(reportId: string, caller: Caller): Promise<ReportDetailDto> {
    const { status } = await this.getOwn(reportId, caller);
    if (status === 'Complete' || status === 'Failed') {
      throw new Problem(409, `The report is ${status} already: there is nothing to cancel.`);
    }
    await this.audit.record(caller, { action: 'cancel', entity: 'report', entityId: reportId });
    const isRequested = status === 'Running' && (await this.temporal.cancelReport(reportId));
    // Without a workflow, nothing else would close the report.
    if (!isRequested) await this.reports.cancel(reportId, this.clock());
    return this.reader.describeInDetail(await this.waitUntilEnded(reportId, caller), caller);
  }

  private async waitUntilEnded(reportId: string, caller: Caller): Promise<Report> {
    for (let waited = 0; ; waited += CHECK_INTERVAL_MS) {
      const report = await this.reader.get(reportId, caller);
      if (report.status !== 'Running' || waited >= CANCEL_TIMEOUT_MS) return report;
      await pause(CHECK_INTERVAL_MS);
    }
  }

  /**
   * Continues a failed report under the same workflow id, as its next attempt, which counts for an API key. The workflow is
   * started first and reopens the report, too (decision 0004).
   * @throws {TooManyReportsError}
   */
  async retry(reportId: string, caller: Caller): Promise<TriggeredReport> {
    const report = await this.getOwn(reportId, caller);
    if (report.status !== 'Failed') throw new Problem(409, NOT_RETRYABLE[report.status](reportId));
    if (report.asOf != null) await this.checks.assertPollsKept(report.asOf, report.reachHours, report.windows);
    const attempt = report.attempt + 1;
    const after = { attempt };
    await this.running.start(reportId, caller.keyId, async () => {
      await this.audit.record(caller, { action: 'retry', entity: 'report', entityId: reportId, after });
      await this.resume(report, attempt, caller);
      await this.reports.reopen(reportId, attempt, caller.keyId);
    });
    return { reportId, status: 'Running' };
  }

  /**
   * Returns a report that is the caller's to cancel or retry.
   * @throws {Problem} 403 if the caller is limited to some stores, and it is not on these alone
   */
  private async getOwn(reportId: string, caller: Caller): Promise<Report> {
    const report = await this.reader.get(reportId, caller);
    if (await this.reader.isWhole(reportId, caller)) return report;
    throw new Problem(
      403,
      'The report was not requested for the stores of your key alone, so it is not yours to change.',
    );
  }

  private async resume(report: Report, attempt: number, caller: Caller): Promise<void> {
    const { origin, ...input } = toResumeReportInput(report);
    for (let waited = 0; ; waited += CHECK_INTERVAL_MS) {
      if (await this.temporal.resumeReport({ ...input, origin: { ...origin!, keyId: caller.keyId }, attempt })) return;
      // A workflow is running: another client retried the report, or the failed attempt has not ended yet.
      if ((await this.reader.get(report.reportId, caller)).attempt >= attempt) return;
      if (waited >= END_TIMEOUT_MS) {
        throw new Problem(503, 'The attempt that failed is still ending. Try again in a few seconds.');
      }
      await pause(CHECK_INTERVAL_MS);
    }
  }
}

const NOT_RETRYABLE: Record<Exclude<Report['status'], 'Failed'>, (reportId: string) => string> = {
  Running: () => 'The report is being made: there is nothing to retry. Only a Failed report can be retried.',
  Complete: (reportId) =>
    `The report is Complete and stays as it is. POST /reports/${reportId}/remake makes another of the same data.`,
  Cancelled: (reportId) =>
    `The report was cancelled, which is final. POST /reports/${reportId}/remake makes another of the same data, POST /reports a new one.`,
};
