import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import { ApiAlsoCsv, ApiCsvFile } from '../http/openapi/api-csv.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { sendCsv } from '../http/csv-response.js';
import { storeIdParam, strictRequest } from '../http/schemas.js';
import { reportIdSchema } from '../reports/report.dto.js';
import { CompatService } from './compat.service.js';

const triggeredSchema = z.strictObject({ report_id: z.uuid() }).meta({ id: 'CompatTriggered' });

const getReportSchema = strictRequest({ report_id: reportIdSchema });

const stateSchema = z
  .object({
    status: z.enum(['Running', 'Complete', 'Failed', 'Cancelled']),
    error: z.string().optional(),
    file: z.string().optional(),
    url: z.string().optional(),
  })
  .meta({ id: 'CompatReport' });

const WITH_STATUS = {
  'x-report-status': { description: 'The status of the report, also with its CSV.', schema: { type: 'string' } },
} as const;

/** The short routes of the first generation, for clients that still use them. */
@ApiTags('First generation')
@Controller()
export class CompatController {
  constructor(private readonly compat: CompatService) {}

  @Get('trigger_report')
  @Needs('operator', { changesByGet: true })
  @ApiOperation({ operationId: 'triggerReportByGet', summary: 'Request a report on every store' })
  @ApiResponse({ status: 200, standardSchema: triggeredSchema })
  @ApiProblems(422, 503)
  async triggerByGet(@CurrentCaller() { keyId }: Caller) {
    return this.compat.trigger(keyId);
  }

  @Post('trigger_report')
  @Needs('operator')
  @HttpCode(200)
  @ApiOperation({ operationId: 'triggerReport', summary: 'Request a report on every store' })
  @ApiResponse({ status: 200, standardSchema: triggeredSchema })
  @ApiProblems(422, 503)
  async triggerByPost(@CurrentCaller() { keyId }: Caller) {
    return this.compat.trigger(keyId);
  }

  @Get('store/:storeId/trigger_report')
  @Needs('operator', { changesByGet: true })
  @ApiOperation({ operationId: 'triggerStoreReportByGet', summary: 'Request a report on one store' })
  @ApiResponse({ status: 200, standardSchema: triggeredSchema })
  @ApiProblems(404, 422, 503)
  async triggerStoreByGet(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @CurrentCaller() { keyId }: Caller,
  ) {
    return this.compat.triggerStore(storeId, keyId);
  }

  @Post('store/:storeId/trigger_report')
  @Needs('operator')
  @HttpCode(200)
  @ApiOperation({ operationId: 'triggerStoreReport', summary: 'Request a report on one store' })
  @ApiResponse({ status: 200, standardSchema: triggeredSchema })
  @ApiProblems(404, 422, 503)
  async triggerStoreByPost(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @CurrentCaller() { keyId }: Caller,
  ) {
    return this.compat.triggerStore(storeId, keyId);
  }

  @Get('get_report')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getReportOrCsv',
    summary: 'The state of a report, or its CSV once it is complete',
    description: 'With `Accept: application/json`, a complete report is described instead of sent.',
  })
  @ApiAlsoCsv()
  @ApiCsvFile()
  @ApiResponse({ status: 200, standardSchema: stateSchema, headers: WITH_STATUS })
  @ApiProblems(400, 404, 410, 416, 503)
  async getReport(
    @Query({ schema: getReportSchema }) { report_id }: z.infer<typeof getReportSchema>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(report_id, request, reply);
  }

  @Post('store/get_report')
  @Needs('reader')
  @HttpCode(200)
  @ApiOperation({ operationId: 'getStoreReportOrCsv', summary: 'The same, with the report id in the body' })
  @ApiAlsoCsv()
  @ApiCsvFile()
  @ApiResponse({ status: 200, standardSchema: stateSchema, headers: WITH_STATUS })
  @ApiProblems(400, 404, 410, 416, 503)
  async getStoreReport(
    @Body({ schema: getReportSchema }) { report_id }: z.infer<typeof getReportSchema>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(report_id, request, reply);
  }

  private async answer(reportId: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { status, content } = await this.compat.report(reportId, request.headers.accept ?? '');
    void reply.header('x-report-status', status);
    if ('csv' in content) await sendCsv(request, reply, content.csv);
    else await reply.send(content.json);
  }
}
