import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { Caller } from '../../domain/access/caller.js';
import type { Group } from '../../domain/groups/group.js';
import { csvCells } from '../../files/tables/csv-cells.js';
import { PARQUET_MEDIA_TYPE, parquetFile } from '../../files/tables/parquet-file.js';
import type { Table } from '../../files/tables/table.js';
import { MAX_SHEET_ROWS, XLSX_MEDIA_TYPE, xlsxWorkbook } from '../../files/tables/xlsx-workbook.js';
import type { CsvStream } from '../../http/csv-stream.js';
import type { FileStream } from '../../http/file-stream.js';
import { Problem } from '../../http/problems/problem.js';
import { GroupRepository } from '../../persistence/groups/group.repository.js';
import { ReportService } from '../report.service.js';
import type { GroupSummaryDto } from '../summary/group-summary.dto.js';
import { groupTable } from './group-table.js';
import type { ParquetQuery, XlsxQuery } from './report-files.dto.js';
import { ReportTables, type ReportOfScope } from './report-tables.js';
import { ALL_COLUMNS } from './selected-columns.js';

/** Writes reports as files, each with the figures of `rows`, `summary` and `outages`. */
@Injectable()
export class ReportFilesService {
  constructor(
    private readonly reports: ReportService,
    private readonly groups: GroupRepository,
    private readonly tables: ReportTables,
  ) {}

  /** Returns a CSV with the columns that are asked for. */
  async csv(
    reportId: string,
    { columns, group }: { readonly columns: string; readonly group?: Group | undefined },
    caller: Caller,
  ): Promise<CsvStream> {
    const { columns: selected, rows } = await this.tables.stores(await this.find(reportId, group, caller), columns);
    const names = selected.map(({ name }) => name);
    return { name: `report-${reportId}-columns.csv`, columns: names, rows: csvCells(selected, rows) };
  }

  /** @throws {Problem} 422 if a sheet would have more rows than Excel takes */
  async xlsx(reportId: string, { columns, group }: XlsxQuery, caller: Caller): Promise<FileStream> {
    const found = await this.find(reportId, group, caller);
    const stores = await this.tables.stores(found, columns ?? ALL_COLUMNS);
    assertFits('stores', await this.tables.countStores(found));
    assertFits('outages', await this.tables.countOutages(found));
    const summaries = await this.tables.groups(found);
    assertFits('groups', countGroups(summaries));
    const tables: Table[] = [stores, groupTable(summaries)];
    if (found.report.outagesWindow != null) tables.push(this.tables.outages(found));
    return { name: `report-${reportId}.xlsx`, mediaType: XLSX_MEDIA_TYPE, content: xlsxWorkbook(tables) };
  }

  async parquet(reportId: string, { table, columns, group }: ParquetQuery, caller: Caller): Promise<FileStream> {
    const found = await this.find(reportId, group, caller);
    const content = Readable.from(parquetFile(await this.tableOf(found, table, columns ?? ALL_COLUMNS)));
    return { name: `report-${reportId}-${table}.parquet`, mediaType: PARQUET_MEDIA_TYPE, content };
  }

  private async tableOf(found: ReportOfScope, table: ParquetQuery['table'], columns: string): Promise<Table> {
    if (table === 'stores') return this.tables.stores(found, columns);
    if (table === 'groups') return groupTable(await this.tables.groups(found));
    this.reports.assertHasOutages(found.report);
    return this.tables.outages(found);
  }

  /** @throws {Problem} 409 if the report is not complete */
  private async find(reportId: string, group: Group | undefined, caller: Caller): Promise<ReportOfScope> {
    const report = await this.reports.getComplete(reportId, caller);
    return { report, scope: await this.groups.narrow(caller.stores, group, report.dataVersion!) };
  }
}

function assertFits(sheet: string, rows: number): void {
  if (rows <= MAX_SHEET_ROWS) return;
  const counts = `The sheet ${sheet} would have ${rows} rows; Excel takes ${MAX_SHEET_ROWS} under a header.`;
  throw new Problem(422, `${counts} Ask for one group with group=kind:value, or for /parquet or /csv?columns=all.`);
}

function countGroups(summaries: readonly GroupSummaryDto[]): number {
  return summaries.reduce((count, { groups }) => count + groups.length, 0);
}
