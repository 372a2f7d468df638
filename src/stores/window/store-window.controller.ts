import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../access/guard/current-caller.js';
import { Needs } from '../../access/guard/route-access.js';
import type { Caller } from '../../domain/access/caller.js';
import { ApiProblems } from '../../http/openapi/api-problems.js';
import { storeIdParam } from '../../http/schemas.js';
import { previewedChangeSchema, storePreviewSchema, type PreviewedChange } from './store-preview.dto.js';
import {
  outagesQuerySchema,
  storeOutagesSchema,
  storeTimelineSchema,
  storeUptimeSchema,
  timelineQuerySchema,
  windowQuerySchema,
  type OutagesQuery,
  type TimelineQuery,
  type WindowQuery,
} from './store-window.dto.js';
import { closureSchema } from '../../http/dto/closure.dto.js';
import { excuseInputSchema, type ExcuseBody } from './excuse.dto.js';
import { ExcuseService } from './excuse.service.js';
import { StoreWindowService } from './store-window.service.js';

@ApiTags('Stores')
@Controller('stores/:storeId')
export class StoreWindowController {
  constructor(
    private readonly windows: StoreWindowService,
    private readonly excuses: ExcuseService,
  ) {}

  @Get('uptime')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getStoreUptime',
    summary: 'Uptime, downtime, unobserved and excused time of a store in any window',
    description:
      'By the rules of reports. With the `asOf` and the `dataVersion` of a report, the numbers are those of that report. ' +
      'At most 366 days.',
  })
  @ApiResponse({ status: 200, standardSchema: storeUptimeSchema })
  @ApiProblems(400, 404, 422, 503)
  async uptime(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Query({ schema: windowQuerySchema }) query: WindowQuery,
    @CurrentCaller() caller: Caller,
  ) {
    return this.windows.uptime(storeId, query, caller);
  }

  @Post('uptime/preview')
  @Needs('reader')
  @HttpCode(200)
  @ApiOperation({
    operationId: 'previewStoreUptime',
    summary: 'The uptime of a store in a window as it would be with other hours or another zone',
    description:
      'Changes nothing. `changed` has the numbers that `uptime` would return after the same change by PATCH and PUT: ' +
      'hours replace all hours of the store, and those without dates count for the past, too.',
  })
  @ApiResponse({ status: 200, standardSchema: storePreviewSchema })
  @ApiProblems(400, 404, 422, 503)
  async preview(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Query({ schema: windowQuerySchema }) query: WindowQuery,
    @Body({ schema: previewedChangeSchema }) change: PreviewedChange,
    @CurrentCaller() caller: Caller,
  ) {
    return this.windows.preview(storeId, query, change, caller);
  }

  @Get('timeline')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getStoreTimeline',
    summary: 'Why the uptime of a store in a window is what it is',
    description:
      'The open intervals, the polls, and the resulting segments, each with the reason (`why`). The segments of a state add up to its seconds in ' +
      '`uptime` of the same window, to the microsecond. Paged in order of time: a page has what starts in its part of the ' +
      'window, about `limit` intervals, polls and segments in all.',
  })
  @ApiResponse({ status: 200, standardSchema: storeTimelineSchema })
  @ApiProblems(400, 404, 422, 503)
  async timeline(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Query({ schema: timelineQuerySchema }) query: TimelineQuery,
    @CurrentCaller() caller: Caller,
  ) {
    return this.windows.timeline(storeId, query, caller);
  }

  @Get('outages')
  @Needs('reader')
  @ApiOperation({
    operationId: 'listStoreOutages',
    summary: 'When a store was down in a window, longest first',
    description:
      'Open time that is up, unobserved or excused ends an outage; closed hours do not. The open time of all outages is the ' +
      'downtime in `uptime` of the same window.',
  })
  @ApiResponse({ status: 200, standardSchema: storeOutagesSchema })
  @ApiProblems(400, 404, 422, 503)
  async outages(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Query({ schema: outagesQuerySchema }) query: OutagesQuery,
    @CurrentCaller() caller: Caller,
  ) {
    return this.windows.outages(storeId, query, caller);
  }

  @Post('outages/excuse')
  @Needs('operator')
  @ApiOperation({
    operationId: 'excuseOutage',
    summary: 'Excuse an outage of a store, or a part of one, after the fact',
    description:
      'Makes an excused closure of exactly this time, if all its open time is down as of now. It is then in `GET /closures`, and ' +
      'may be changed and removed there.',
  })
  @ApiResponse({ status: 201, standardSchema: closureSchema })
  @ApiProblems(400, 404, 409, 422, 503)
  async excuse(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Body({ schema: excuseInputSchema }) body: ExcuseBody,
    @CurrentCaller() caller: Caller,
  ) {
    return this.excuses.excuse(storeId, body, caller);
  }
}
