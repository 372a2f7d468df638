import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import {
  backfillRequestSchema,
  pauseRequestSchema,
  scheduleIdParam,
  schedulePageSchema,
  scheduleSchema,
  type BackfillRequest,
  type PauseRequest,
} from './schedule.dto.js';
import { ScheduleService } from './schedule.service.js';

@ApiTags('Schedules')
@Controller('schedules')
export class ScheduleController {
  constructor(private readonly schedules: ScheduleService) {}

  @Get()
  @Needs('reader', { ofAllStores: true })
  @ApiOperation({ operationId: 'listSchedules', summary: 'The scheduled jobs' })
  @ApiResponse({ status: 200, standardSchema: schedulePageSchema })
  @ApiProblems(503)
  async list() {
    return { items: await this.schedules.list(), nextCursor: null };
  }

  @Get(':scheduleId')
  @Needs('reader', { ofAllStores: true })
  @ApiOperation({ operationId: 'getSchedule', summary: 'A schedule, with its next and recent runs' })
  @ApiResponse({ status: 200, standardSchema: scheduleSchema })
  @ApiProblems(404, 503)
  async get(@Param('scheduleId', { schema: scheduleIdParam }) scheduleId: string) {
    return this.schedules.get(scheduleId);
  }

  @Post(':scheduleId/pause')
  @Needs('operator', { ofAllStores: true })
  @HttpCode(200)
  @ApiOperation({
    operationId: 'pauseSchedule',
    summary: 'Pause a schedule',
    description: 'It stays paused until it is resumed.',
  })
  @ApiResponse({ status: 200, standardSchema: scheduleSchema })
  @ApiProblems(400, 404, 503)
  async pause(
    @Param('scheduleId', { schema: scheduleIdParam }) scheduleId: string,
    @Body({ schema: pauseRequestSchema.prefault({}) }) { note }: PauseRequest,
    @CurrentCaller() caller: Caller,
  ) {
    return this.schedules.pause(scheduleId, note, caller);
  }

  @Post(':scheduleId/resume')
  @Needs('operator', { ofAllStores: true })
  @HttpCode(200)
  @ApiOperation({ operationId: 'resumeSchedule', summary: 'Resume a paused schedule' })
  @ApiResponse({ status: 200, standardSchema: scheduleSchema })
  @ApiProblems(404, 503)
  async resume(@Param('scheduleId', { schema: scheduleIdParam }) scheduleId: string, @CurrentCaller() caller: Caller) {
    return this.schedules.resume(scheduleId, caller);
  }

  @Post(':scheduleId/backfill')
  @Needs('operator', { ofAllStores: true })
  @HttpCode(202)
  @ApiOperation({
    operationId: 'backfillSchedule',
    summary: 'Start the runs of a past period',
    description:
      'Only for schedules whose runs do not replace each other, such as `report-hourly`. At most 31 days at once.',
  })
  @ApiResponse({ status: 202, standardSchema: scheduleSchema })
  @ApiProblems(400, 404, 422, 503)
  async backfill(
    @Param('scheduleId', { schema: scheduleIdParam }) scheduleId: string,
    @Body({ schema: backfillRequestSchema }) request: BackfillRequest,
    @CurrentCaller() caller: Caller,
  ) {
    return this.schedules.backfill(scheduleId, request, caller);
  }

  @Post(':scheduleId/trigger')
  @Needs('operator', { ofAllStores: true })
  @HttpCode(202)
  @ApiOperation({
    operationId: 'triggerSchedule',
    summary: 'Run a schedule now',
    description: 'Also while it is paused. If a run that does the same is running, the answer is 409.',
  })
  @ApiResponse({ status: 202, standardSchema: scheduleSchema })
  @ApiProblems(404, 409, 503)
  async trigger(@Param('scheduleId', { schema: scheduleIdParam }) scheduleId: string, @CurrentCaller() caller: Caller) {
    return this.schedules.trigger(scheduleId, caller);
  }
}
