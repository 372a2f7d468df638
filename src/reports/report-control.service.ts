import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { RunningReports } from '../access/limits/running-reports.js';
import type { Clock } from '../clock.js';
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
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Cancels a running report, and returns it when it has ended, or still as running after a timeout. */
  async cancel(reportId: string): Promise<ReportDetailDto> {
    const { status } = await this.reader.get(reportId);
    if (status === 'Complete' || status === 'Failed') {
      throw new Problem(409, `The report is ${status} already: there is nothing to cancel.`);
    }
    const isRequested = status === 'Running' && (await this.temporal.cancelReport(reportId));
    // Without a workflow, nothing else would close the report.
    if (!isRequested) await this.reports.cancel(reportId, this.clock());
    return this.reader.describeInDetail(await this.waitUntilEnded(reportId));
  }

  private async waitUntilEnded(reportId: string): Promise<Report> {
    for (let waited = 0; ; waited += CHECK_INTERVAL_MS) {
      const report = await this.reader.get(reportId);
      if (report.status !== 'Running' || waited >= CANCEL_TIMEOUT_MS) return report;
      await pause(CHECK_INTERVAL_MS);
    }
  }

  /**
   * Continues a failed report under the same workflow id, as its next attempt, which counts for an API key. The workflow is
   * started first and reopens the report, too (decision 0004).
   * @throws {TooManyReportsError}
   */
  async retry(reportId: string, keyId: string | null): Promise<TriggeredReport> {
    const report = await this.reader.get(reportId);
    if (report.status !== 'Failed') throw new Problem(409, NOT_RETRYABLE[report.status](reportId));
    if (report.asOf != null) await this.checks.assertPollsKept(report.asOf, report.reachHours, report.windows);
    const attempt = report.attempt + 1;
    await this.running.start(reportId, keyId, async () => {
      await this.resume(report, attempt, keyId);
      await this.reports.reopen(reportId, attempt, keyId);
    });
    return { reportId, status: 'Running' };
  }

  private async resume(report: Report, attempt: number, keyId: string | null): Promise<void> {
    const { origin, ...input } = toResumeReportInput(report);
    for (let waited = 0; ; waited += CHECK_INTERVAL_MS) {
      if (await this.temporal.resumeReport({ ...input, origin: { ...origin!, keyId }, attempt })) return;
      // A workflow is running: another client retried the report, or the failed attempt has not ended yet.
      if ((await this.reader.get(report.reportId)).attempt >= attempt) return;
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
