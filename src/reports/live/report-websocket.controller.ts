import { Controller, Get, Param, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { ApiProblems } from '../../http/api-problems.js';
import { Problem } from '../../http/problem.js';
import { reportIdSchema } from '../report.dto.js';

/** Describes the WebSocket that `ReportSocket` serves, and answers who asks for it by plain HTTP. */
@ApiTags('Reports')
@Controller('ws/reports')
export class ReportWebSocketController {
  @Get(':reportId')
  @ApiOperation({
    summary: 'WebSocket: how far a report is, as it happens',
    description:
      'Events as JSON, parts of what `GET /reports/{reportId}` answers: `reportId`, `status`, `attempt`, `progress`, `error`, ' +
      '`failedPart`, `csv`. The present state at once, then every step; after the last event it is closed with 1000.',
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
