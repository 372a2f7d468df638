import { Injectable } from '@nestjs/common';
import type { Caller } from '../../domain/access/caller.js';
import { reportWindows, type Window } from '../../domain/uptime/windows.js';
import { toPage } from '../../http/cursor.js';
import type { CsvStream } from '../../http/csv-stream.js';
import { Problem } from '../../http/problems/problem.js';
import type { OrderedReportRow, ReportRowRecord, RowDifference } from '../../persistence/reports/rows/report-row.js';
import type { Report } from '../../persistence/reports/report.entity.js';
import { ReportRowRepository } from '../../persistence/reports/rows/report-row.repository.js';
import { ReportOutageRepository, type StoreOutage } from '../../persistence/reports/rows/report-outage.repository.js';
import { toReportOutageDto, toWindowDto, type ReportOutagePage, type ReportOutageQuery } from './report-outages.dto.js';
import { toRowDiffDto, type RowDiffPage, type RowDiffQuery } from './report-diff.dto.js';
import { parseOrder, rowCells, rowColumns, toRowDto, type RowListQuery, type RowPage } from './report-rows.dto.js';
import { ReportService } from '../report.service.js';

@Injectable()
export class ReportRowsService {
  constructor(
    private readonly reports: ReportService,
    private readonly rows: ReportRowRepository,
    private readonly outagesOf: ReportOutageRepository,
  ) {}

  async list(reportId: string, query: RowListQuery, caller: Caller): Promise<RowPage> {
    const windows = windowsOf(await this.reports.getComplete(reportId, caller));
    const { sort, order, limit, cursor } = query;
    if (cursor !== undefined && (cursor.sort !== sort || cursor.order !== order)) {
      throw new Problem(
        400,
        `The cursor belongs to sort=${cursor.sort}&order=${cursor.order}: go on with these, or begin again.`,
      );
    }
    const filter = { storeId: query.storeId ?? null, search: query.search ?? null, scope: caller.stores };
    const rows = await this.rows.list(reportId, {
      order: parseOrder(query, windows),
      limit: limit + 1,
      after: cursor ?? null,
      ...filter,
    });
    const position = (row: OrderedReportRow) => ({ sort, order, value: row.value, storeId: row.storeId });
    const total = await this.rows.count(reportId, filter);
    return { total, ...toPage(rows, limit, position, (row) => toRowDto(row, windows)) };
  }

  /** Returns all rows as a CSV, ordered by store id. */
  async csv(reportId: string, caller: Caller): Promise<CsvStream> {
    const windows = windowsOf(await this.reports.getComplete(reportId, caller));
    const rows = toCells(this.rows.streamRows(reportId, caller.stores), windows);
    return { name: `report-${reportId}-rows.csv`, columns: rowColumns(windows), rows };
  }

  /** Returns the stores whose numbers differ from another report of the same windows. */
  async differences(reportId: string, { against, limit, cursor }: RowDiffQuery, caller: Caller): Promise<RowDiffPage> {
    const [report, other] = [
      await this.reports.getComplete(reportId, caller),
      await this.reports.getComplete(against, caller),
    ];
    const [windows, others] = [windowsOf(report), windowsOf(other)];
    const [names, otherNames] = [windows, others].map((of) => of.map(({ name }) => name).join(', '));
    if (names !== otherNames) {
      throw new Problem(
        422,
        `The reports have other windows, so their numbers can't be compared: ${names}; ${otherNames}.`,
      );
    }
    if (cursor !== undefined && cursor.against !== against) {
      throw new Problem(400, `The cursor belongs to against=${cursor.against}: go on with it, or begin again.`);
    }
    const found = await this.rows.differences(reportId, against, {
      limit: limit + 1,
      after: cursor?.storeId ?? '',
      scope: caller.stores,
    });
    const position = ({ storeId }: RowDifference) => ({ against, storeId });
    return {
      timeZoneData: { release: report.timeZoneRelease ?? null, against: other.timeZoneRelease ?? null },
      ...toPage(found, limit, position, (difference) => toRowDiffDto(difference, windows)),
    };
  }

  /** Returns the outages of the longest window, longest first. */
  async outages(
    reportId: string,
    { limit, cursor, storeId }: ReportOutageQuery,
    caller: Caller,
  ): Promise<ReportOutagePage> {
    const report = await this.reports.getComplete(reportId, caller);
    if (report.outagesWindow == null) {
      throw new Problem(
        409,
        `The report is from before outages were kept. POST /reports/${reportId}/remake makes it again, with them.`,
      );
    }
    const found = await this.outagesOf.list(reportId, {
      limit: limit + 1,
      after: cursor ?? null,
      storeId: storeId ?? null,
      scope: caller.stores,
    });
    const position = ({ open, from, storeId: id }: StoreOutage) => ({ open, from, storeId: id });
    const window = windowsOf(report)[report.outagesWindow]!;
    return { window: toWindowDto(window), ...toPage(found, limit, position, toReportOutageDto) };
  }
}

async function* toCells(rows: AsyncIterable<ReportRowRecord>, windows: readonly Window[]): AsyncGenerator<string[]> {
  for await (const row of rows) yield rowCells(row, windows);
}

/** Returns the windows of a pinned report. */
function windowsOf({ asOf, windows }: Report): Window[] {
  return reportWindows(asOf!, windows);
}
