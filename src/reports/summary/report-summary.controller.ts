import { Readable } from 'node:stream';
import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentCaller } from '../../access/guard/current-caller.js';
import { Needs } from '../../access/guard/route-access.js';
import type { Caller } from '../../domain/access/caller.js';
import { sendCsvStream } from '../../http/csv-stream.js';
import { ApiAlsoCsv } from '../../http/openapi/api-csv.js';
import { ApiProblems } from '../../http/openapi/api-problems.js';
import { reportIdSchema } from '../report.dto.js';
import {
  GROUP_SUMMARY_COLUMNS,
  groupSummaryCells,
  groupSummarySchema,
  summaryQuerySchema,
  type SummaryQuery,
} from './group-summary.dto.js';
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
    summary:
      'The sums of a complete report over its stores, and how their uptime is distributed; or over each group of a kind',
    description:
      'With `by`, the answer is a GroupSummary: the sums of one window over each group of a kind, which add up to the fleet.',
  })
  @ApiAlsoCsv()
  @ApiResponse({ status: 200, standardSchema: z.union([reportSummarySchema, groupSummarySchema]) })
  @ApiProblems(400, 404, 409, 503)
  async summary(
    @Param('reportId', { schema: reportIdSchema }) reportId: string,
    @Query({ schema: summaryQuerySchema }) query: SummaryQuery,
    @CurrentCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (query.by === undefined) return sendJson(reply, await this.summaries.summary(reportId, query, caller));
    const summary = await this.summaries.byGroup(reportId, query.by, query, caller);
    if (query.format === 'json') return sendJson(reply, summary);
    const name = `report-${reportId}-by-${fileNamePart(query.by)}.csv`;
    const rows = Readable.from(groupSummaryCells(summary));
    await sendCsvStream(reply, { name, columns: GROUP_SUMMARY_COLUMNS, rows });
  }
}

async function sendJson(reply: FastifyReply, body: object): Promise<void> {
  await reply.type('application/json; charset=utf-8').send(body);
}

/** What a file name may have of the name of a kind. */
function fileNamePart(kind: string): string {
  return kind.replaceAll(/[^a-z0-9-]+/g, '_');
}
