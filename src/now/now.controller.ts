import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { nowQuerySchema, nowSchema, type NowDto, type NowQuery } from './now.dto.js';
import { NowService } from './now.service.js';

@ApiTags('Stores')
@Controller('now')
export class NowController {
  constructor(private readonly now: NowService) {}

  @Get()
  @Needs('reader')
  @ApiOperation({
    operationId: 'getNow',
    summary: 'How many stores are down, unobserved, up, closed and excused now, and which are down',
    description:
      'As of the newest poll, by the rules of reports: the state of a store is that in which the time just before this instant ' +
      'counts (`nearest`, POLL_REACH_HOURS). It is computed once for each data version.',
  })
  @ApiResponse({ status: 200, standardSchema: nowSchema })
  @ApiProblems(400, 503)
  async get(@Query({ schema: nowQuerySchema }) query: NowQuery, @CurrentCaller() caller: Caller): Promise<NowDto> {
    return this.now.get(query, caller);
  }
}
