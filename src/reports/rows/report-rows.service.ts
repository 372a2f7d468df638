import { Injectable } from '@nestjs/common';
import type { Caller } from '../../domain/access/caller.js';
import { longestWindow, reportWindows, windowsByZone, type Window } from '../../domain/uptime/windows/windows.js';
import type { StoreScope } from '../../domain/access/store-scope.js';
import type { Group } from '../../domain/groups/group.js';
import { toPage } from '../../http/cursor.js';
import type { CsvStream } from '../../http/csv-stream.js';
import { Problem } from '../../http/problems/problem.js';
import { ReportedAttributesRepository } from '../../persistence/groups/reported-attributes.repository.js';
import { GroupRepository } from '../../persistence/groups/group.repository.js';
import type { OrderedReportRow, ReportRowRecord, RowDifference } from '../../persistence/reports/rows/report-row.js';
import type { Report } from '../../persistence/reports/report.entity.js';
import { ReportRowListRepository, toListedReport } from '../../persistence/reports/rows/report-row-list.repository.js';
import { ReportRowRepository } from '../../persistence/reports/rows/report-row.repository.js';
import { ReportOutageRepository, type StoreOutage } from '../../persistence/reports/rows/report-outage.repository.js';
import { toReportOutageDto, toWindowDto, type ReportOutagePage, type ReportOutageQuery } from './report-outages.dto.js';
import { toRowDiffDto, type RowDiffPage, type RowDiffQuery } from './report-diff.dto.js';
import {
  parseOrder,
  sortOf,
  rowCells,
  rowColumns,
  toRowDto,
  type RowListQuery,
  type RowPage,
} from './report-rows.dto.js';
import { ReportService } from '../report.service.js';

@Injectable()
export class ReportRowsService {
  constructor(
    private readonly reports: ReportService,
    private readonly rows: ReportRowRepository,
    private readonly rowList: ReportRowListRepository,
    private readonly outagesOf: ReportOutageRepository,
    private readonly attributes: ReportedAttributesRepository,
    private readonly groups: GroupRepository,
  ) {}

  async list(reportId: string, query: RowListQuery, caller: Caller): Promise<RowPage> {
    const report = await this.reports.getComplete(reportId, caller);
    const windows = windowsOf(report);
    const longest = longestWindow(windows);
    const { limit, cursor, missed } = query;
    const { sort, order } = sortOf(query, windows, longest);
    if (cursor !== undefined && (cursor.sort !== sort || cursor.order !== order)) {
      throw new Problem(
        400,
        `The cursor belongs to sort=${cursor.sort}&order=${cursor.order}: go on with these, or begin again.`,
      );
    }
    const ordered = parseOrder({ sort, order }, windows);
    const filter = {
      storeId: query.storeId ?? null,
      search: query.search ?? null,
      missed: missed === undefined ? null : { window: ordered.by?.window ?? longest, is: missed },
      scope: await this.scopeOf(report, query, caller),
    };
    const listed = toListedReport(report);
    const rows = await this.rowList.list(listed, {
      order: ordered,
      limit: limit + 1,
      after: cursor ?? null,
      ...filter,
    });
    const position = (row: OrderedReportRow) => ({ sort, order, value: row.value, storeId: row.storeId });
    const total = await this.rowList.count(listed, filter);
    const storeIds = rows.map(({ storeId }) => storeId);
    const context = {
      windowsOf: windowsByZone(report.asOf!, report.windows),
      outagesWindow: report.outagesWindow ?? null,
      attributes: await this.attributes.asOf(storeIds, listed.dataVersion),
    };
    return { total, ...toPage(rows, limit, position, (row) => toRowDto(row, context)) };
  }

  /** Returns all rows as a CSV, ordered by store id. */
  async csv(reportId: string, query: RowListQuery, caller: Caller): Promise<CsvStream> {
    const report = await this.reports.getComplete(reportId, caller);
    const windows = windowsOf(report);
    const rows = toCells(this.rows.streamRows(reportId, await this.scopeOf(report, query, caller)), windows);
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
    { limit, cursor, storeId, group }: ReportOutageQuery,
    caller: Caller,
  ): Promise<ReportOutagePage> {
    const report = await this.reports.getComplete(reportId, caller);
    const outagesWindow = this.reports.assertHasOutages(report);
    const found = await this.outagesOf.list(reportId, {
      limit: limit + 1,
      after: cursor ?? null,
      storeId: storeId ?? null,
      scope: await this.scopeOf(report, { group }, caller),
    });
    const position = ({ open, from, storeId: id }: StoreOutage) => ({ open, from, storeId: id });
    const window = windowsOf(report)[outagesWindow]!;
    const storeIds = new Set(found.map(({ storeId: id }) => id));
    const attributes = await this.attributes.asOf([...storeIds], report.dataVersion!);
    const toDto = (outage: StoreOutage) => toReportOutageDto(outage, attributes.get(outage.storeId)?.name ?? null);
    return { window: toWindowDto(window), ...toPage(found, limit, position, toDto) };
  }

  /** The stores that a caller sees, of a group only those that were in it as of the data version of the report. */
  private async scopeOf(
    { dataVersion }: Report,
    { group }: { readonly group?: Group | undefined },
    { stores }: Caller,
  ): Promise<StoreScope> {
    return this.groups.narrow(stores, group, dataVersion ?? undefined);
  }
}

async function* toCells(rows: AsyncIterable<ReportRowRecord>, windows: readonly Window[]): AsyncGenerator<string[]> {
  for await (const row of rows) yield rowCells(row, windows);
}

/** Returns the windows of a pinned report. */
function windowsOf({ asOf, windows }: Report): Window[] {
  return reportWindows(asOf!, windows);
}
