import { Injectable } from '@nestjs/common';
import type { Caller } from '../../domain/access/caller.js';
import type { StoreScope } from '../../domain/access/store-scope.js';
import type { Group } from '../../domain/groups/group.js';
import {
  DEFAULT_WINDOW_NAMES,
  longestWindow,
  reportWindows,
  type Window,
} from '../../domain/uptime/windows/windows.js';
import { Problem } from '../../http/problems/problem.js';
import { GroupRepository } from '../../persistence/groups/group.repository.js';
import type { Report } from '../../persistence/reports/report.entity.js';
import { ReportRepository } from '../../persistence/reports/report.repository.js';
import { ReportGroupSumRepository } from '../../persistence/reports/rows/report-group-sum.repository.js';
import { ReportOutageRepository } from '../../persistence/reports/rows/report-outage.repository.js';
import { ReportReasonRepository } from '../../persistence/reports/rows/report-reason.repository.js';
import { ReportSumRepository } from '../../persistence/reports/rows/report-sum.repository.js';
import { ReportService } from '../report.service.js';
import { toGroupSummaryDto, type GroupSummaryDto, type SummaryQuery } from './group-summary.dto.js';
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
    private readonly groupSums: ReportGroupSumRepository,
    private readonly reasons: ReportReasonRepository,
    private readonly outages: ReportOutageRepository,
    private readonly groups: GroupRepository,
  ) {}

  async summary(reportId: string, { group }: SummaryQuery, caller: Caller): Promise<ReportSummaryDto> {
    const report = await this.reports.getComplete(reportId, caller);
    const scope = await this.scopeOf(report, group, caller);
    const sums = await this.sums.byBucket(reportId, scope);
    const reasons = await this.reasons.ofReport(reportId, report.dataVersion!, scope);
    const outages = await this.outages.count(reportId, scope);
    return toSummaryDto(report, reportWindows(report.asOf!, report.windows), sums, { reasons, outages });
  }

  /** @throws {Problem} 400 if the report has no such window */
  async byGroup(reportId: string, kind: string, query: SummaryQuery, caller: Caller): Promise<GroupSummaryDto> {
    const report = await this.reports.getComplete(reportId, caller);
    const windows = reportWindows(report.asOf!, report.windows);
    const window = query.window === undefined ? longestWindow(windows) : indexOfWindow(windows, query.window);
    const scope = await this.scopeOf(report, query.group, caller);
    const sums = await this.groupSums.byGroup({ reportId, dataVersion: report.dataVersion!, kind, window, scope });
    return toGroupSummaryDto(kind, windows[window]!, sums, window === report.outagesWindow);
  }

  /** The stores that a caller sees, of a group only those that were in it as of the data version of the report. */
  private async scopeOf({ dataVersion }: Report, group: Group | undefined, { stores }: Caller): Promise<StoreScope> {
    return this.groups.narrow(stores, group, dataVersion!);
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

function indexOfWindow(windows: readonly Window[], asked: string): number {
  const index = windows.findIndex(({ name }) => name === asked);
  if (index !== -1) return index;
  const known = windows.map(({ name }) => name).join(', ');
  const message = `there is no window ${JSON.stringify(asked)}; there are ${known}`;
  throw new Problem(400, `The request can't be used: window: ${message}.`, [{ path: 'window', message }]);
}
