import { Injectable } from '@nestjs/common';
import { toPage } from '../http/cursor.js';
import { Problem } from '../http/problem.js';
import type { Report } from '../persistence/entities/report.js';
import { ReportRowRepository, type OrderedLine, type ReportLine } from '../persistence/report-row-repository.js';
import { orderOf, rowCells, toRowDto, type RowDto, type RowListQuery } from './report-rows.dto.js';
import { ReportService } from './report.service.js';

@Injectable()
export class ReportRowsService {
  constructor(
    private readonly reports: ReportService,
    private readonly rows: ReportRowRepository,
  ) {}

  async list(reportId: string, query: RowListQuery): Promise<{ items: RowDto[]; nextCursor: string | null }> {
    const { asOf } = await this.complete(reportId);
    const { sort, order, limit, cursor, storeId } = query;
    if (cursor !== undefined && (cursor.sort !== sort || cursor.order !== order)) {
      throw new Problem(
        400,
        `The cursor belongs to sort=${cursor.sort}&order=${cursor.order}: go on with these, or begin again.`,
      );
    }
    const lines = await this.rows.list(reportId, {
      order: orderOf(query),
      limit: limit + 1,
      after: cursor ?? null,
      storeId: storeId ?? null,
    });
    const position = (line: OrderedLine) => ({ sort, order, value: line.value, storeId: line.storeId });
    return toPage(lines, limit, position, (line) => toRowDto(line, asOf!));
  }

  /** Every row as cells of a CSV, ordered by store id. */
  async cells(reportId: string): Promise<AsyncGenerator<string[]>> {
    await this.complete(reportId);
    return toCells(this.rows.lines(reportId));
  }

  private async complete(reportId: string): Promise<Report> {
    const report = await this.reports.get(reportId);
    if (report.status === 'Complete') return report;
    throw new Problem(409, `The report is ${report.status}. Only a Complete report has rows.`);
  }
}

async function* toCells(lines: AsyncIterable<ReportLine>): AsyncGenerator<string[]> {
  for await (const line of lines) yield rowCells(line);
}
