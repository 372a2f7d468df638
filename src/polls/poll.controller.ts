import { Body, Controller, Get, HttpCode, Post, Query, Res } from '@nestjs/common';
import { ApiBody, type ApiBodyOptions, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { Consumes, JSON_MEDIA_TYPE, NDJSON_MEDIA_TYPE } from '../http/bodies/media-types.js';
import { MAX_POLLS, pushedSchema, pushSchema, type PushedDto } from './poll.dto.js';
import { PollService } from './poll.service.js';
import { PollsPerHour } from './polls-per-hour.js';
import {
  pollsPerHourQuerySchema,
  pollsPerHourSchema,
  toPollsPerHourDto,
  type PollsPerHourDto,
  type PollsPerHourQuery,
} from './polls-per-hour.dto.js';

const MULTI_STATUS = 207;

const pushBody = z.toJSONSchema(pushSchema, { io: 'input' }) as Extract<ApiBodyOptions, { schema: unknown }>['schema'];

@ApiTags('Polls')
@Controller('polls')
export class PollController {
  constructor(
    private readonly polls: PollService,
    private readonly perHour: PollsPerHour,
  ) {}

  @Get('hourly')
  @Needs('reader')
  @ApiOperation({
    operationId: 'listPollsPerHour',
    summary: 'How many polls there are in each of the last hours, and of how many stores',
    description: 'Of the newest data. Shows when polls were missing, or came of fewer stores.',
  })
  @ApiResponse({ status: 200, standardSchema: pollsPerHourSchema })
  @ApiProblems(400, 503)
  async hourly(
    @Query({ schema: pollsPerHourQuerySchema }) { hours }: PollsPerHourQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<PollsPerHourDto> {
    return toPollsPerHourDto(await this.perHour.get(hours, caller.stores));
  }

  @Post()
  @Needs('ingest')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'pushPolls',
    summary: 'Push polls as they happen',
    description:
      `One poll, a JSON array, or NDJSON (one poll per line), at most ${MAX_POLLS}, gzipped or not. The response is sent after the commit. ` +
      'Pushing the same polls again changes nothing, so a push without a response can be repeated.',
  })
  @Consumes(JSON_MEDIA_TYPE, NDJSON_MEDIA_TYPE)
  @ApiBody({ schema: pushBody })
  @ApiResponse({ status: 200, standardSchema: pushedSchema, description: 'All polls were accepted.' })
  @ApiResponse({
    status: MULTI_STATUS,
    standardSchema: pushedSchema,
    description: 'Some polls were rejected: see `errors`.',
  })
  @ApiProblems(400, 413, 415, 422, 503)
  async push(
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<PushedDto> {
    const pushed = await this.polls.push(body, caller);
    if (pushed.rejected > 0) void reply.status(MULTI_STATUS);
    return pushed;
  }
}
