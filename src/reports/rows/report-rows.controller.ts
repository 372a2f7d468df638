import { Controller, Get, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { CurrentCaller } from '../../access/guard/current-caller.js';
import { Needs } from '../../access/guard/route-access.js';
import type { Caller } from '../../domain/access/caller.js';
import { ApiAlsoCsv } from '../../http/openapi/api-csv.js';
import { ApiProblems } from '../../http/openapi/api-problems.js';
import { sendCsvStream } from '../../http/csv-stream.js';
import { rowDiffPageSchema, rowDiffQuerySchema, type RowDiffQuery } from './report-diff.dto.js';
import { reportOutagePageSchema, reportOutageQuerySchema, type ReportOutageQuery } from './report-outages.dto.js';
import { reportIdSchema } from '../report.dto.js';
import { rowListQuerySchema, rowPageSchema, type RowListQuery } from './report-rows.dto.js';
import { ReportRowsService } from './report-rows.service.js';

@ApiTags('Reports')
@Controller('reports/:reportId')
export class ReportRowsController {
  constructor(private readonly rows: ReportRowsService) {}

  @Get('rows')
  @Needs('reader')
  @ApiOperation({
    operationId: 'listReportRows',
    summary: 'The rows of a complete report, exact',
    description:
      'Open time, uptime, downtime, unobserved and excused time and coverage of each window. Sorted by any column.',
  })
  @ApiAlsoCsv()
  @ApiResponse({ status: 200, standardSchema: rowPageSchema })
  @ApiProblems(400, 404, 409, 503)
  async list(
    @Param('reportId', { schema: reportIdSchema }) reportId: string,
    @Query({ schema: rowListQuerySchema }) query: RowListQuery,
    @CurrentCaller() caller: Caller,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (query.format === 'json') {
      await reply.type('application/json; charset=utf-8').send(await this.rows.list(reportId, query, caller));
      return;
    }
    await sendCsvStream(reply, await this.rows.csv(reportId, query, caller));
  }

  @Get('diff')
  @Needs('reader')
  @ApiOperation({
    operationId: 'compareReports',
    summary: 'The stores whose numbers differ from another report, and by how much',
    description: 'Both reports must be complete and have the same windows. Equal rows are not listed.',
  })
  @ApiResponse({ status: 200, standardSchema: rowDiffPageSchema })
  @ApiProblems(400, 404, 409, 422, 503)
  async differences(
    @Param('reportId', { schema: reportIdSchema }) reportId: string,
    @Query({ schema: rowDiffQuerySchema }) query: RowDiffQuery,
    @CurrentCaller() caller: Caller,
  ) {
    return this.rows.differences(reportId, query, caller);
  }

  @Get('outages')
  @Needs('reader')
  @ApiOperation({
    operationId: 'listReportOutages',
    summary: 'The outages of a complete report, longest first',
    description: 'Each period of downtime in the longest window. Closed hours do not end an outage.',
  })
  @ApiResponse({ status: 200, standardSchema: reportOutagePageSchema })
  @ApiProblems(400, 404, 409, 503)
  async outages(
    @Param('reportId', { schema: reportIdSchema }) reportId: string,
    @Query({ schema: reportOutageQuerySchema }) query: ReportOutageQuery,
    @CurrentCaller() caller: Caller,
  ) {
    return this.rows.outages(reportId, query, caller);
  }
}
