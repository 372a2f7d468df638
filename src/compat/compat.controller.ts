import path from 'node:path';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Config } from '../config/config.js';
import { ApiProblems } from '../http/api-problems.js';
import { sendCsv } from '../http/csv-response.js';
import { Problem } from '../http/problem.js';
import { strictRequest } from '../http/schemas.js';
import { StoreRepository } from '../persistence/stores/store.repository.js';
import { CONFIG } from '../tokens.js';
import { reportIdSchema, reportRequestSchema } from '../reports/report.dto.js';
import { ReportTriggerService } from '../reports/report-trigger.service.js';
import { ReportService } from '../reports/report.service.js';

const triggeredSchema = z.strictObject({ report_id: z.uuid() }).meta({ id: 'CompatTriggered' });

const askedSchema = strictRequest({ report_id: reportIdSchema });

const stateSchema = z
  .object({
    status: z.enum(['Running', 'Complete', 'Failed', 'Cancelled']),
    error: z.string().optional(),
    file: z.string().optional(),
    url: z.string().optional(),
  })
  .meta({ id: 'CompatReport' });

/** The short routes of the first generation, for clients that were written against them. */
@ApiTags('First generation')
@Controller()
export class CompatController {
  constructor(
    private readonly reports: ReportService,
    private readonly triggers: ReportTriggerService,
    private readonly stores: StoreRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  @Get('trigger_report')
  @ApiOperation({ summary: 'Ask for a report on every store' })
  @ApiResponse({ status: 200, standardSchema: triggeredSchema })
  @ApiProblems(422, 503)
  async triggerByGet() {
    return this.trigger();
  }

  @Post('trigger_report')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask for a report on every store' })
  @ApiResponse({ status: 200, standardSchema: triggeredSchema })
  @ApiProblems(422, 503)
  async triggerByPost() {
    return this.trigger();
  }

  @Get('store/:storeId/trigger_report')
  @ApiOperation({ summary: 'Ask for a report on one store' })
  @ApiResponse({ status: 200, standardSchema: triggeredSchema })
  @ApiProblems(404, 422, 503)
  async triggerStoreByGet(@Param('storeId') storeId: string) {
    return this.triggerStore(storeId);
  }

  @Post('store/:storeId/trigger_report')
  @HttpCode(200)
  @ApiOperation({ summary: 'Ask for a report on one store' })
  @ApiResponse({ status: 200, standardSchema: triggeredSchema })
  @ApiProblems(404, 422, 503)
  async triggerStoreByPost(@Param('storeId') storeId: string) {
    return this.triggerStore(storeId);
  }

  @Get('get_report')
  @ApiOperation({
    summary: 'The state of a report, or its CSV once it is complete',
    description: 'Asked with `Accept: application/json`, a complete report is described instead of sent.',
  })
  @ApiResponse({ status: 200, standardSchema: stateSchema })
  @ApiProblems(400, 404, 410, 503)
  async getReport(
    @Query({ schema: askedSchema }) { report_id }: z.infer<typeof askedSchema>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(report_id, request, reply);
  }

  @Post('store/get_report')
  @HttpCode(200)
  @ApiOperation({ summary: 'The same, with the report id in the body' })
  @ApiResponse({ status: 200, standardSchema: stateSchema })
  @ApiProblems(400, 404, 410, 503)
  async getStoreReport(
    @Body({ schema: askedSchema }) { report_id }: z.infer<typeof askedSchema>,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.answer(report_id, request, reply);
  }

  private async trigger(storeIds?: string[]) {
    const { reportId } = await this.triggers.trigger(reportRequestSchema.parse({ storeIds }));
    return { report_id: reportId };
  }

  private async triggerStore(storeId: string) {
    if ((await this.stores.known([storeId])).length === 0) {
      throw new Problem(404, `There is no store ${JSON.stringify(storeId)}. GET /stores lists all.`);
    }
    return this.trigger([storeId]);
  }

  private async answer(reportId: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const report = await this.reports.get(reportId);
    void reply.header('x-report-status', report.status);
    if (report.status !== 'Complete') {
      await reply.send({ status: report.status, ...(report.error == null ? {} : { error: report.error }) });
    } else if (takesOnlyJson(request)) {
      await reply.send({ status: report.status, file: 'report.csv', url: `/reports/${reportId}/csv` });
    } else {
      await sendCsv(request, reply, {
        path: path.join(this.config.reportsDir, `${reportId}.csv`),
        name: 'report.csv',
        bytes: report.csvBytes!,
        sha256: report.csvSha256!,
      });
    }
  }
}

/** Clients that take anything got the CSV in the first generation, so only one that takes nothing else gets JSON. */
function takesOnlyJson({ headers: { accept = '' } }: FastifyRequest): boolean {
  return accept.includes('application/json') && !accept.includes('text/csv') && !accept.includes('*/*');
}
