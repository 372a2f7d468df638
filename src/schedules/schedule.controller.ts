import { Body, Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../http/api-problems.js';
import {
  backfillRequestSchema,
  pauseRequestSchema,
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
  @ApiOperation({ summary: 'The jobs that run by themselves' })
  @ApiResponse({ status: 200, standardSchema: schedulePageSchema })
  @ApiProblems(503)
  async list() {
    return { items: await this.schedules.list(), nextCursor: null };
  }

  @Get(':scheduleId')
  @ApiOperation({ summary: 'A schedule: when it runs next, and how it ran' })
  @ApiResponse({ status: 200, standardSchema: scheduleSchema })
  @ApiProblems(404, 503)
  async get(@Param('scheduleId') scheduleId: string) {
    return this.schedules.get(scheduleId);
  }

  @Post(':scheduleId/pause')
  @HttpCode(200)
  @ApiOperation({ summary: 'Keep a schedule from running', description: 'It stays paused until it is resumed.' })
  @ApiResponse({ status: 200, standardSchema: scheduleSchema })
  @ApiProblems(400, 404, 503)
  async pause(
    @Param('scheduleId') scheduleId: string,
    @Body({ schema: pauseRequestSchema.prefault({}) }) { note }: PauseRequest,
  ) {
    return this.schedules.pause(scheduleId, note);
  }

  @Post(':scheduleId/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Let a schedule run again' })
  @ApiResponse({ status: 200, standardSchema: scheduleSchema })
  @ApiProblems(404, 503)
  async resume(@Param('scheduleId') scheduleId: string) {
    return this.schedules.resume(scheduleId);
  }

  @Post(':scheduleId/backfill')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Make up for runs of the past',
    description: 'Where each run counts for itself, as those of `report-hourly`: at most 31 days at once.',
  })
  @ApiResponse({ status: 202, standardSchema: scheduleSchema })
  @ApiProblems(400, 404, 422, 503)
  async backfill(
    @Param('scheduleId') scheduleId: string,
    @Body({ schema: backfillRequestSchema }) request: BackfillRequest,
  ) {
    return this.schedules.backfill(scheduleId, request);
  }

  @Post(':scheduleId/trigger')
  @HttpCode(202)
  @ApiOperation({
    summary: 'Run a schedule now',
    description: 'Also while it is paused. Where a run goes on, nothing is started: 409.',
  })
  @ApiResponse({ status: 202, standardSchema: scheduleSchema })
  @ApiProblems(404, 409, 503)
  async trigger(@Param('scheduleId') scheduleId: string) {
    return this.schedules.trigger(scheduleId);
  }
}
