import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { sendCsvStream } from '../../http/csv-stream.js';
import { ApiAlsoCsv } from '../../http/openapi/api-csv.js';
import { ApiProblems } from '../../http/openapi/api-problems.js';
import { Needs } from '../guard/route-access.js';
import { auditPageSchema, auditQuerySchema, type AuditQuery } from './audit.dto.js';
import { AuditService } from './audit.service.js';

@ApiTags('Access')
@Controller('audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @Get()
  @Needs('admin')
  @ApiOperation({
    operationId: 'listAuditEvents',
    summary: 'The audit trail: who changed what, newest first',
    description:
      'Changes of stores, hours and keys, imports, requests of reports and schedules, log-ins, refused keys. Kept for ' +
      'AUDIT_RETENTION_DAYS.',
  })
  @ApiAlsoCsv()
  @ApiResponse({ status: 200, standardSchema: auditPageSchema })
  @ApiProblems(400, 503)
  async list(@Query({ schema: auditQuerySchema }) query: AuditQuery, @Res() reply: FastifyReply): Promise<void> {
    if (query.format === 'csv') await sendCsvStream(reply, this.audit.csv(query));
    else await reply.type('application/json; charset=utf-8').send(await this.audit.list(query));
  }
}
