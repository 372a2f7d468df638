import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Injectable } from '@nestjs/common';
import { isInScope, type StoreScope } from '../domain/access/store-scope.js';
import { reportCells, reportColumns } from '../domain/reports/report-csv-columns.js';
import { reportWindows } from '../domain/uptime/windows/windows.js';
import { csvFormatter } from '../files/csv-format.js';
import { ReportNotFoundError } from '../persistence/reports/report-errors.js';
import { groupOf, type Report } from '../persistence/reports/report.entity.js';
import { ReportRepository, type ReportFilter, type ReportPosition } from '../persistence/reports/report.repository.js';
import { ReportRowRepository } from '../persistence/reports/rows/report-row.repository.js';

/**
 * Reads reports as a caller sees them. To one who is limited to some stores, a report is as if it were on those of its
 * stores alone: other reports do not exist, and counts and CSV are of these.
 */
@Injectable()
export class ReportReader {
  constructor(
    private readonly reports: ReportRepository,
    private readonly rows: ReportRowRepository,
  ) {}

  /** @throws {ReportNotFoundError} */
  async get(reportId: string, scope: StoreScope): Promise<Report> {
    const report = await this.reports.get(reportId);
    if (!isOnAny(report, scope)) throw new ReportNotFoundError(reportId);
    const restricted = await this.restrict(report, scope);
    const isOnNone = restricted.storeIds?.length === 0;
    if (isOnNone && groupOf(report) !== null) throw new ReportNotFoundError(reportId);
    return restricted;
  }

  async list(limit: number, after: ReportPosition | null, scope: StoreScope, filter: ReportFilter): Promise<Report[]> {
    const reports = await this.reports.list(limit, after, scope, filter);
    return Promise.all(reports.map((report) => this.restrict(report, scope)));
  }

  /**
   * Whether a report is on no other stores than those of a scope.
   * @throws {ReportNotFoundError} if it is on none of them
   */
  async isWhole(reportId: string, scope: StoreScope): Promise<boolean> {
    const report = await this.reports.get(reportId);
    if (!isOnAny(report, scope)) throw new ReportNotFoundError(reportId);
    return isWithin(report, scope);
  }

  /** Returns the CSV of the rows that are in a scope; null if those are all rows, so that the report's own CSV is it. */
  async csv(reportId: string, scope: StoreScope): Promise<Buffer | null> {
    const report = await this.reports.get(reportId);
    return isWithin(report, scope) ? null : this.csvOf(report, scope);
  }

  private async restrict(report: Report, scope: StoreScope): Promise<Report> {
    if (scope === 'all' || isWithin(report, scope)) return report;
    const share = report.dataVersion == null ? null : await this.reports.share(report.reportId, [...scope]);
    const csv = report.csvSha256 == null ? null : await this.csvOf(report, scope);
    const rows = csv === null ? null : (share?.storesDone ?? 0);
    const fields: Pick<Report, keyof Report> = report;
    return {
      ...fields,
      groupKind: null,
      groupValue: null,
      storeIds: share?.storeIds ?? [...scope].filter((storeId) => report.storeIds?.includes(storeId) ?? true),
      storesTotal: report.storesTotal == null ? null : (share?.storeIds.length ?? null),
      storesDone: share?.storesDone ?? 0,
      storesFailed: share?.storesFailed ?? 0,
      storesWithAssumedTimeZone:
        report.storesWithAssumedTimeZone == null ? null : (share?.storesWithAssumedTimeZone ?? 0),
      rowsWritten: rows ?? 0,
      // The speed is that of all stores.
      phaseSince: null,
      phaseDone: null,
      // It may name other stores.
      error: report.error == null ? null : 'it could not be made',
      csvRows: rows,
      csvBytes: csv?.length ?? null,
      csvSha256: csv === null ? null : createHash('sha256').update(csv).digest('hex'),
    };
  }

  private async csvOf({ reportId, asOf, windows }: Report, scope: StoreScope): Promise<Buffer> {
    const named = reportWindows(asOf!, windows);
    const cells = async function* (rows: ReturnType<ReportRowRepository['streamRows']>) {
      for await (const { storeId, uptimes } of rows) yield reportCells(storeId, named, uptimes);
    };
    return buffer(Readable.from(cells(this.rows.streamRows(reportId, scope))).pipe(csvFormatter(reportColumns(named))));
  }
}

function isOnAny({ storeIds }: Report, scope: StoreScope): boolean {
  return storeIds == null || storeIds.some((storeId) => isInScope(scope, storeId));
}

function isWithin({ storeIds }: Report, scope: StoreScope): boolean {
  return scope === 'all' || (storeIds?.every((storeId) => isInScope(scope, storeId)) ?? false);
}
