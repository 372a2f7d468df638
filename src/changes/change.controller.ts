import { Controller, Get, Res } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { Needs } from '../access/guard/route-access.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { Problem } from '../http/problems/problem.js';

/** Documents the WebSocket of `ChangeLive`, and answers plain HTTP requests to it. */
@ApiTags('Changes')
@Controller('ws/changes')
export class ChangeController {
  @Get()
  @Needs('reader')
  @ApiOperation({
    operationId: 'followChanges',
    summary: 'WebSocket: what has changed, for pages that read it again then',
    description:
      'Events as JSON. `{"topic":"data","dataVersion":12,"newestPollAt":"2023-01-25T18:13:22.479220Z"}`: the newest data, at once ' +
      '(with nulls if there are none) and for each new data version. `{"topic":"figures","dataVersion":12}`: the figures of ' +
      '`GET /now/uptime` and `GET /now/stores` were computed anew. `{"topic":"reports"}`: a report began, progressed, ended or was ' +
      'deleted. `{"topic":"imports"}`: an import began, progressed or ended. At most one event of each topic in a second; the ' +
      'newest is always sent. After the server lost the database for a while, there is an event of each topic.',
  })
  @ApiResponse({ status: 101, description: 'The WebSocket is open.' })
  @ApiProblems(426, 503)
  explain(@Res({ passthrough: true }) reply: FastifyReply): never {
    void reply.header('upgrade', 'websocket');
    throw new Problem(426, 'This is a WebSocket: connect to it as ws://.../ws/changes, or poll /now.');
  }
}
