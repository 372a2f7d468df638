import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import type { NewClosure } from '../domain/calendar/recorded-closure.js';
import {
  closureChangeSchema,
  closureInputSchema,
  closureSchema,
  type ClosureChangeBody,
} from '../http/dto/closure.dto.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { closureIdSchema, closureListQuerySchema, closurePageSchema, type ClosureListQuery } from './closure.dto.js';
import { ClosureService } from './closure.service.js';

@ApiTags('Stores')
@Controller('closures')
export class ClosureController {
  constructor(private readonly closures: ClosureService) {}

  @Get()
  @Needs('reader')
  @ApiOperation({
    operationId: 'listClosures',
    summary: 'The closures of stores, of groups and of the fleet, the latest beginning first',
    description: 'A key that is limited to stores sees those that count for any of them.',
  })
  @ApiResponse({ status: 200, standardSchema: closurePageSchema })
  @ApiProblems(400, 503)
  async list(@Query({ schema: closureListQuerySchema }) query: ClosureListQuery, @CurrentCaller() caller: Caller) {
    return this.closures.list(query, caller);
  }

  @Post()
  @Needs('operator')
  @ApiOperation({
    operationId: 'addClosure',
    summary: 'Close stores for a stretch of time, or excuse it',
    description:
      'It may lie in the past, in the future, or have no end. What was computed before stays as it was, and is stale. Two ' +
      'closures of one kind for the same stores do not overlap.',
  })
  @ApiResponse({ status: 201, standardSchema: closureSchema })
  @ApiProblems(400, 403, 404, 409, 503)
  async add(@Body({ schema: closureInputSchema }) body: NewClosure, @CurrentCaller() caller: Caller) {
    return this.closures.add(body, caller);
  }

  @Get(':closureId')
  @Needs('reader')
  @ApiOperation({ operationId: 'getClosure', summary: 'A closure' })
  @ApiResponse({ status: 200, standardSchema: closureSchema })
  @ApiProblems(400, 404, 503)
  async get(@Param('closureId', { schema: closureIdSchema }) closureId: string, @CurrentCaller() caller: Caller) {
    return this.closures.get(closureId, caller);
  }

  @Patch(':closureId')
  @Needs('operator')
  @ApiOperation({
    operationId: 'changeClosure',
    summary: 'Change a closure, or end it now',
    description: 'What is left out stays. `"until": "now"` ends it at this instant.',
  })
  @ApiResponse({ status: 200, standardSchema: closureSchema })
  @ApiProblems(400, 403, 404, 409, 422, 503)
  async change(
    @Param('closureId', { schema: closureIdSchema }) closureId: string,
    @Body({ schema: closureChangeSchema }) body: ClosureChangeBody,
    @CurrentCaller() caller: Caller,
  ) {
    return this.closures.change(closureId, body, caller);
  }

  @Delete(':closureId')
  @Needs('operator')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteClosure',
    summary: 'Remove a closure',
    description: 'Its time counts as if it had never been. To end one that was right up to now, PATCH it.',
  })
  @ApiResponse({ status: 204, description: 'There is no such closure any more.' })
  @ApiProblems(400, 403, 404, 503)
  async delete(
    @Param('closureId', { schema: closureIdSchema }) closureId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.closures.delete(closureId, caller);
  }
}
