import { Injectable } from '@nestjs/common';
import type { Caller } from '../../domain/access/caller.js';
import { DEFAULT_WINDOW_NAMES, reportWindows } from '../../domain/uptime/windows.js';
import { ReportRepository } from '../../persistence/reports/report.repository.js';
import { ReportSumRepository } from '../../persistence/reports/rows/report-sum.repository.js';
import { ReportService } from '../report.service.js';
import { toSummaryDto, type ReportSummaryDto } from './report-summary.dto.js';
import { toTrendItem, type ReportTrendDto, type TrendQuery } from './report-trend.dto.js';
import { WindowSums } from './window-sums.js';

/** Sums reports over the stores that a caller sees. */
@Injectable()
export class ReportSummaryService {
  constructor(
    private readonly reports: ReportService,
    private readonly reportsOf: ReportRepository,
    private readonly sums: ReportSumRepository,
    private readonly windowSums: WindowSums,
  ) {}

  async summary(reportId: string, caller: Caller): Promise<ReportSummaryDto> {
    const report = await this.reports.getComplete(reportId, caller);
    const sums = await this.sums.byBucket(reportId, caller.stores);
    return toSummaryDto(report, reportWindows(report.asOf!, report.windows), sums);
  }

  async trend({ window, limit }: TrendQuery, { stores }: Caller): Promise<ReportTrendDto> {
    const found = await this.reportsOf.withWindow(window, DEFAULT_WINDOW_NAMES.includes(window), limit);
    const reports = found.toReversed();
    const windows = reports.map(({ reportId, windows: names }) => {
      return { reportId, window: (names ?? DEFAULT_WINDOW_NAMES).indexOf(window) };
    });
    const sums = await this.windowSums.of(windows, stores);
    return { window, items: reports.map((report, index) => toTrendItem(report, sums[index]!)) };
  }
}
