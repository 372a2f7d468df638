import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Needs } from '../../access/guard/route-access.js';
import { ApiProblems } from '../../http/openapi/api-problems.js';
import { Problem } from '../../http/problems/problem.js';
import { reportIdSchema } from '../report.dto.js';

/** Documents the WebSocket of `ReportLive`, and answers plain HTTP requests to it. */
@ApiTags('Reports')
@Controller('ws/reports')
export class ReportWebSocketController {
  @Get(':reportId')
  @Needs('reader')
  @ApiOperation({
    operationId: 'followReport',
    summary: 'WebSocket: the progress of a report, live',
    description:
      'Events as JSON, with fields of `GET /reports/{reportId}`: `reportId`, `status`, `attempt`, `progress`, `error`, ' +
      '`failedPart`, `csv`. The first event is the current state; after the last one the socket is closed with 1000.',
  })
  @ApiResponse({ status: 101, description: 'The WebSocket is open.' })
  @ApiProblems(400, 404, 426, 503)
  explain(
    @Param('reportId', { schema: reportIdSchema }) reportId: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): never {
    void reply.header('upgrade', 'websocket');
    throw new Problem(
      426,
      `This is a WebSocket: connect to it as ws://.../ws/reports/${reportId}, or poll /reports/${reportId}.`,
    );
  }
}
