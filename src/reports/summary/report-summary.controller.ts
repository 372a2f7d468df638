import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../access/guard/current-caller.js';
import { Needs } from '../../access/guard/route-access.js';
import type { Caller } from '../../domain/access/caller.js';
import { ApiProblems } from '../../http/openapi/api-problems.js';
import { reportIdSchema } from '../report.dto.js';
import { reportSummarySchema } from './report-summary.dto.js';
import { ReportSummaryService } from './report-summary.service.js';
import { reportTrendSchema, trendQuerySchema, type TrendQuery } from './report-trend.dto.js';

@ApiTags('Reports')
@Controller('reports')
export class ReportSummaryController {
  constructor(private readonly summaries: ReportSummaryService) {}

  @Get('trend')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getReportTrend',
    summary: 'The sums of a window over the newest complete reports on all stores',
  })
  @ApiResponse({ status: 200, standardSchema: reportTrendSchema })
  @ApiProblems(400, 503)
  async trend(@Query({ schema: trendQuerySchema }) query: TrendQuery, @CurrentCaller() caller: Caller) {
    return this.summaries.trend(query, caller);
  }

  @Get(':reportId/summary')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getReportSummary',
    summary: 'The sums of a complete report over its stores, and how their uptime is distributed',
  })
  @ApiResponse({ status: 200, standardSchema: reportSummarySchema })
  @ApiProblems(400, 404, 409, 503)
  async summary(@Param('reportId', { schema: reportIdSchema }) reportId: string, @CurrentCaller() caller: Caller) {
    return this.summaries.summary(reportId, caller);
  }
}
