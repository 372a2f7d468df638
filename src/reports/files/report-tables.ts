import { setImmediate } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import type { StoreScope } from '../../domain/access/store-scope.js';
import { reportWindows, windowsByZone } from '../../domain/uptime/windows/windows.js';
import type { Cell, Table } from '../../files/tables/table.js';
import { ReportedAttributesRepository } from '../../persistence/groups/reported-attributes.repository.js';
import type { Report } from '../../persistence/reports/report.entity.js';
import { ReportGroupSumRepository } from '../../persistence/reports/rows/report-group-sum.repository.js';
import { ReportOutageRepository } from '../../persistence/reports/rows/report-outage.repository.js';
import { ReportRowListRepository, toListedReport } from '../../persistence/reports/rows/report-row-list.repository.js';
import type { OrderedReportRow } from '../../persistence/reports/rows/report-row.js';
import { toRowDto, type RowContext } from '../rows/report-rows.dto.js';
import { toGroupSummaryDto, type GroupSummaryDto } from '../summary/group-summary.dto.js';
import { outageTable, type NamedOutage } from './outage-table.js';
import { selectColumns } from './selected-columns.js';
import { storeColumns, type FileRow, type StoreColumn } from './store-columns.js';

/** Rows that are described before other requests have their turn. */
const ROWS_AT_ONCE = 200;

/** A complete report and those of its stores that are asked for. */
export interface ReportOfScope {
  readonly report: Report;
  readonly scope: StoreScope;
}

/** Reads what the files of a report hold, as `rows` and `summary` answer it. */
@Injectable()
export class ReportTables {
  constructor(
    private readonly rowList: ReportRowListRepository,
    private readonly attributes: ReportedAttributesRepository,
    private readonly groupSums: ReportGroupSumRepository,
    private readonly outagesOf: ReportOutageRepository,
  ) {}

  /**
   * Returns the table of the stores, ordered by id.
   * @throws {Problem} 400 if the report has no such column
   */
  async stores(of: ReportOfScope, columns: string) {
    const windows = reportWindows(of.report.asOf!, of.report.windows);
    const selected = selectColumns(storeColumns(windows, await this.kindsOf(of)), columns);
    return { name: 'stores', columns: selected, rows: this.storeCells(of, selected) };
  }

  async countStores({ report, scope }: ReportOfScope): Promise<number> {
    const filter = { storeId: null, search: null, missed: null, scope };
    return this.rowList.count(toListedReport(report), filter);
  }

  /** Sums every window by every kind of groups that the stores have. */
  async groups(of: ReportOfScope): Promise<GroupSummaryDto[]> {
    const { reportId, asOf, dataVersion, windows: names, outagesWindow } = of.report;
    const summaries: GroupSummaryDto[] = [];
    for (const kind of await this.kindsOf(of)) {
      for (const [window, named] of reportWindows(asOf!, names).entries()) {
        const query = { reportId, dataVersion: dataVersion!, kind, window, scope: of.scope };
        const sums = await this.groupSums.byGroup(query);
        summaries.push(toGroupSummaryDto(kind, named, sums, window === outagesWindow));
      }
    }
    return summaries;
  }

  async countOutages({ report, scope }: ReportOfScope): Promise<number> {
    return this.outagesOf.count(report.reportId, scope);
  }

  /** Returns the table of the outages of the longest window, by store id and beginning. */
  outages(of: ReportOfScope): Table {
    return outageTable(this.namedOutages(of));
  }

  private async *namedOutages({ report, scope }: ReportOfScope): AsyncGenerator<NamedOutage> {
    for await (const page of this.outagesOf.streamPages(report.reportId, scope)) {
      const storeIds = [...new Set(page.map(({ storeId }) => storeId))];
      const attributes = await this.attributes.asOf(storeIds, report.dataVersion!);
      for (const outage of page) yield { ...outage, name: attributes.get(outage.storeId)?.name ?? null };
    }
  }

  private async kindsOf({ report, scope }: ReportOfScope): Promise<string[]> {
    return this.attributes.kindsOf(report.reportId, report.dataVersion!, scope);
  }

  private async *storeCells(of: ReportOfScope, columns: readonly StoreColumn[]): AsyncGenerator<Cell[]> {
    for await (const row of this.fileRows(of)) yield columns.map(({ cell }) => cell(row));
  }

  private async *fileRows({ report, scope }: ReportOfScope): AsyncGenerator<FileRow> {
    const { asOf, windows } = report;
    const listed = toListedReport(report);
    const described = { windowsOf: windowsByZone(asOf!, windows), outagesWindow: report.outagesWindow ?? null };
    for await (const page of this.rowList.streamPages(listed, scope)) {
      const storeIds = page.map(({ storeId }) => storeId);
      const attributes = await this.attributes.asOf(storeIds, listed.dataVersion);
      const context = { ...described, attributes };
      for (const [index, row] of page.entries()) {
        if (index % ROWS_AT_ONCE === 0) await setImmediate();
        yield toFileRow(row, context);
      }
    }
  }
}

function toFileRow(row: OrderedReportRow, context: RowContext): FileRow {
  return {
    row: toRowDto(row, context),
    target: context.attributes.get(row.storeId)?.target ?? null,
    windows: context.windowsOf(row.timeZone),
    uptimes: row.uptimes,
  };
}
