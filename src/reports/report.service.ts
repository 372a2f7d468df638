import { Inject, Injectable } from '@nestjs/common';
import { HOUR } from '../domain/instant.js';
import { pollsNeededFrom } from '../domain/uptime.js';
import { reportWindows } from '../domain/windows.js';
import { toPage } from '../http/cursor.js';
import { Problem } from '../http/problem.js';
import type { Report } from '../persistence/reports/report.entity.js';
import { ReportRepository } from '../persistence/reports/report.repository.js';
import { ReportRowRepository } from '../persistence/reports/report-row.repository.js';
import { CLOCK, type Clock } from '../tokens.js';
import { reportWorkflowId, TemporalClient } from '../temporal/client.js';
import { toReportDto, type ReportDetailDto, type ReportDto, type ReportListQuery } from './report.dto.js';

/** Stores without numbers that one answer lists. */
const MAX_FAILED_STORES = 20;

/** Reports as they are: looked up, listed, described. */
@Injectable()
export class ReportService {
  constructor(
    private readonly reports: ReportRepository,
    private readonly rows: ReportRowRepository,
    private readonly temporal: TemporalClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async get(reportId: string): Promise<Report> {
    const report = await this.reports.find(reportId);
    if (report === null) throw new Problem(404, `There is no report ${reportId}. GET /reports lists those there are.`);
    return report;
  }

  async list({
    limit,
    cursor,
    ...filter
  }: ReportListQuery): Promise<{ items: ReportDto[]; nextCursor: string | null }> {
    const reports = await this.reports.list(limit + 1, cursor ?? null, filter);
    const position = ({ requestedAt, reportId }: Report) => ({ requestedAt, reportId });
    return toPage(reports, limit, position, (report) => this.describe(report));
  }

  describe(report: Report): ReportDto {
    const { reportId } = report;
    const workflow = { id: reportWorkflowId(reportId), url: this.temporal.reportWorkflowUrl(reportId) };
    return toReportDto(report, workflow, this.clock());
  }

  /** Together with the stores that it has no numbers for, and with what became of its data since. */
  async describeInDetail(report: Report): Promise<ReportDetailDto> {
    const { asOf, dataVersion, storesFailed } = report;
    const failedStores = storesFailed === 0 ? [] : await this.rows.failed(report.reportId, MAX_FAILED_STORES);
    const described = { ...this.describe(report), failedStores };
    if (asOf == null || dataVersion == null) return { ...described, stale: null, changed: null };
    const pollsFrom = pollsNeededFrom(reportWindows(asOf, report.windows), report.reachHours * HOUR);
    const changed = await this.reports.changesSince({
      dataVersion,
      asOf,
      pollsFrom,
      storeIds: report.storeIds ?? null,
    });
    return { ...described, stale: changed.polls + changed.stores > 0, changed };
  }
}
