import { Body, Controller, Get, Headers, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import { ApiCsv, ApiCsvFile } from '../http/openapi/api-csv.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { sendCsvStream } from '../http/csv-stream.js';
import { sendCsv } from '../http/csv-response.js';
import {
  reportIdSchema,
  reportListQuerySchema,
  reportPageSchema,
  reportRequestSchema,
  reportDetailSchema,
  reportTriggeredSchema,
  type ReportListQuery,
  type ReportRequestBody,
  type TriggeredReport,
} from './report.dto.js';
import { csvQuerySchema, type CsvQuery } from './files/report-files.dto.js';
import { ReportFilesService } from './files/report-files.service.js';
import { ReportControlService } from './report-control.service.js';
import { ReportTriggerService } from './report-trigger.service.js';
import { ReportService } from './report.service.js';

const WITH_LOCATION = { location: { description: 'The URL of the report.', schema: { type: 'string' } } } as const;

@ApiTags('Reports')
@Controller('reports')
export class ReportController {
  constructor(
    private readonly reports: ReportService,
    private readonly triggers: ReportTriggerService,
    private readonly control: ReportControlService,
    private readonly files: ReportFilesService,
  ) {}

  @Post()
  @Needs('operator')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'requestReport',
    summary: 'Request a report',
    description: 'The response is sent at once; `Location` is the URL of the report.',
  })
  @ApiHeader({
    name: 'idempotency-key',
    required: false,
    schema: { type: 'string', minLength: 1, maxLength: 255 },
    description: 'Repeated requests with the same key and body return the same report; another body is 422.',
  })
  @ApiResponse({ status: 202, standardSchema: reportTriggeredSchema, headers: WITH_LOCATION })
  @ApiProblems(400, 422, 503)
  async trigger(
    @Body({ schema: reportRequestSchema.prefault({}) }) body: ReportRequestBody,
    @Headers('idempotency-key') key: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const triggered = await (key === undefined
      ? this.triggers.trigger(body, caller)
      : this.triggers.triggerOnce(key, body, caller));
    return withLocation(reply, triggered);
  }

  @Get()
  @Needs('reader')
  @ApiOperation({ operationId: 'listReports', summary: 'Reports, newest first' })
  @ApiResponse({ status: 200, standardSchema: reportPageSchema })
  @ApiProblems(400, 503)
  async list(@Query({ schema: reportListQuerySchema }) query: ReportListQuery, @CurrentCaller() caller: Caller) {
    return this.reports.list(query, caller);
  }

  @Get(':reportId')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getReport',
    summary: 'A report: its status, progress and result',
    description: 'The WebSocket `/ws/reports/{reportId}` sends status and progress as they change, until the end.',
  })
  @ApiResponse({ status: 200, standardSchema: reportDetailSchema })
  @ApiProblems(400, 404, 503)
  async get(@Param('reportId', { schema: reportIdSchema }) reportId: string, @CurrentCaller() caller: Caller) {
    return this.reports.getDetail(reportId, caller);
  }

  @Post(':reportId/remake')
  @Needs('operator')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'remakeReport',
    summary: 'Make a report again',
    description: 'Creates another report as of the same instant and data version; its CSV has the same SHA-256.',
  })
  @ApiResponse({ status: 202, standardSchema: reportTriggeredSchema, headers: WITH_LOCATION })
  @ApiProblems(400, 404, 409, 422, 503)
  async remake(
    @Param('reportId', { schema: reportIdSchema }) reportId: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return withLocation(reply, await this.triggers.remake(reportId, caller));
  }

  @Post(':reportId/retry')
  @Needs('operator')
  @HttpCode(202)
  @ApiOperation({
    operationId: 'retryReport',
    summary: 'Retry a failed report',
    description: 'Continues with the missing stores; computed ones are not computed again.',
  })
  @ApiResponse({ status: 202, standardSchema: reportTriggeredSchema, headers: WITH_LOCATION })
  @ApiProblems(400, 404, 409, 422, 503)
  async retry(
    @Param('reportId', { schema: reportIdSchema }) reportId: string,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    return withLocation(reply, await this.control.retry(reportId, caller));
  }

  @Post(':reportId/cancel')
  @Needs('operator')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'cancelReport',
    summary: 'Stop a running report for good',
    description: 'The response is sent when the report has ended, or after five seconds, then still as Running.',
  })
  @ApiResponse({ status: 200, standardSchema: reportDetailSchema })
  @ApiProblems(400, 404, 409, 503)
  async cancel(@Param('reportId', { schema: reportIdSchema }) reportId: string, @CurrentCaller() caller: Caller) {
    return this.control.cancel(reportId, caller);
  }

  @Get(':reportId/csv')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getReportCsv',
    summary: 'The CSV of a complete report',
    description:
      'With an ETag and byte ranges: the rounded times of each window. With `columns`, another CSV, which is generated while it is ' +
      'sent: any figure of `rows`, exact.',
  })
  @ApiCsv('The file.')
  @ApiCsvFile()
  @ApiProblems(400, 404, 409, 410, 416, 503)
  async csv(
    @Param('reportId', { schema: reportIdSchema }) reportId: string,
    @Query({ schema: csvQuerySchema }) { columns, group }: CsvQuery,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (columns !== undefined) {
      await sendCsvStream(reply, await this.files.csv(reportId, { columns, group }, caller));
      return;
    }
    await sendCsv(request, reply, await this.reports.csvFile(reportId, caller));
  }
}

/** Adds the header `Location`. */
function withLocation(reply: FastifyReply, triggered: TriggeredReport): TriggeredReport {
  void reply.header('location', `/reports/${triggered.reportId}`);
  return triggered;
}
