import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../clock.js';
import type { Caller } from '../domain/access/caller.js';
import { HOUR } from '../domain/time/instant.js';
import { reportWorkflowId } from '../domain/reports/report-workflow.js';
import { pollsNeededFrom } from '../domain/uptime/uptime.js';
import { reportWindows } from '../domain/uptime/windows/windows.js';
import { ReportFiles } from '../files/report-files.js';
import type { CsvFile } from '../http/csv-response.js';
import { toPage } from '../http/cursor.js';
import { Problem } from '../http/problems/problem.js';
import { groupOf, type Report } from '../persistence/reports/report.entity.js';
import { ReportRepository } from '../persistence/reports/report.repository.js';
import { ReportRowRepository } from '../persistence/reports/rows/report-row.repository.js';
import { CLOCK } from '../tokens.js';
import { TemporalClient } from '../temporal/client.js';
import { ReportReader } from './report-reader.js';
import { toReportDto, type ReportDetailDto, type ReportDto, type ReportListQuery } from './report.dto.js';

/** Failed stores that one response lists. */
const MAX_FAILED_STORES = 20;

/** Reads reports. */
@Injectable()
export class ReportService {
  constructor(
    private readonly reader: ReportReader,
    private readonly reports: ReportRepository,
    private readonly rows: ReportRowRepository,
    private readonly files: ReportFiles,
    private readonly temporal: TemporalClient,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @throws {ReportNotFoundError} */
  async get(reportId: string, { stores }: Pick<Caller, 'stores'>): Promise<Report> {
    return this.reader.get(reportId, stores);
  }

  /**
   * @throws {ReportNotFoundError}
   * @throws {Problem} 409 if it has no rows yet, or never will
   */
  async getComplete(reportId: string, caller: Pick<Caller, 'stores'>): Promise<Report> {
    const report = await this.get(reportId, caller);
    if (report.status === 'Complete') return report;
    throw new Problem(409, `The report ${reportId} is ${report.status}. Only a Complete report has rows.`);
  }

  /**
   * Returns the index of the window whose outages are stored.
   * @throws {Problem} 409 if none are
   */
  assertHasOutages({ reportId, outagesWindow }: Report): number {
    if (outagesWindow != null) return outagesWindow;
    throw new Problem(
      409,
      `The report is from before outages were kept. POST /reports/${reportId}/remake makes it again, with them.`,
    );
  }

  /**
   * Whether a report is on no other stores than those that a caller sees.
   * @throws {ReportNotFoundError} if it is on none of them
   */
  async isWhole(reportId: string, { stores }: Caller): Promise<boolean> {
    return this.reader.isWhole(reportId, stores);
  }

  async getDetail(reportId: string, caller: Caller): Promise<ReportDetailDto> {
    // At once: each answer of the database takes milliseconds on a machine that is busy with reports.
    const [report, newestVersion] = await Promise.all([this.get(reportId, caller), this.reports.newestDataVersion()]);
    return this.describeInDetail(report, caller, newestVersion);
  }

  /** Returns the CSV of a complete report. */
  async csvFile(reportId: string, caller: Caller): Promise<CsvFile> {
    const { status, error, csvBytes, csvSha256 } = await this.get(reportId, caller);
    if (status !== 'Complete') {
      const reason = error == null ? '' : `: ${error}`;
      throw new Problem(409, `The report is ${status}${reason}. Only a Complete report has a CSV.`);
    }
    return {
      content: (await this.reader.csv(reportId, caller.stores)) ?? this.files.path(reportId),
      name: `report-${reportId}.csv`,
      bytes: csvBytes!,
      sha256: csvSha256!,
    };
  }

  async list(
    { limit, cursor, ...filter }: ReportListQuery,
    { stores }: Caller,
  ): Promise<{ items: ReportDto[]; nextCursor: string | null }> {
    const reports = await this.reader.list(limit + 1, cursor ?? null, stores, filter);
    const position = ({ requestedAt, reportId }: Report) => ({ requestedAt, reportId });
    return toPage(reports, limit, position, (report) => this.describe(report));
  }

  describe(report: Report): ReportDto {
    const { reportId } = report;
    const workflow = { id: reportWorkflowId(reportId), url: this.temporal.reportWorkflowUrl(reportId) };
    return toReportDto(report, workflow, this.clock());
  }

  /**
   * Describes a report with its failed stores, and with the changes to its data since. If the caller knows the newest data version,
   * they are looked for only in a report of an earlier one.
   */
  async describeInDetail(
    report: Report,
    { stores }: Caller,
    newestVersion: number | null = null,
  ): Promise<ReportDetailDto> {
    const { asOf, dataVersion, storesFailed } = report;
    const failedStores = storesFailed === 0 ? [] : await this.rows.failed(report.reportId, MAX_FAILED_STORES, stores);
    const described = { ...this.describe(report), failedStores };
    if (asOf == null || dataVersion == null) return { ...described, stale: null, changed: null };
    if (newestVersion !== null && newestVersion <= dataVersion) {
      return { ...described, stale: false, changed: { polls: 0, stores: 0 } };
    }
    const pollsFrom = pollsNeededFrom(reportWindows(asOf, report.windows), report.reachHours * HOUR);
    const changed = await this.reports.changesSince({
      dataVersion,
      asOf,
      pollsFrom,
      storeIds: report.storeIds ?? null,
      group: groupOf(report),
    });
    return { ...described, stale: changed.polls + changed.stores > 0, changed };
  }
}
