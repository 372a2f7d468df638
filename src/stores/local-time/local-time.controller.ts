import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../../access/guard/current-caller.js';
import { Needs } from '../../access/guard/route-access.js';
import type { Caller } from '../../domain/access/caller.js';
import { ApiProblems } from '../../http/openapi/api-problems.js';
import { storeIdParam } from '../../http/schemas.js';
import { windowQuerySchema, type WindowQuery } from '../window/store-window.dto.js';
import { daysQuerySchema, hoursOfWeekSchema, storeDaysSchema, type DaysQuery } from './local-time.dto.js';
import { LocalTimeService } from './local-time.service.js';

@ApiTags('Stores')
@Controller('stores/:storeId')
export class LocalTimeController {
  constructor(private readonly localTime: LocalTimeService) {}

  @Get('days')
  @Needs('reader')
  @ApiOperation({
    operationId: 'listStoreDays',
    summary: 'The uptime of a store by day, on its own clock',
    description:
      'A day is from midnight to midnight of the store, so it has 23 or 25 hours where the clock changes. The days add up ' +
      'to `total`, to the microsecond. At most 366 days.',
  })
  @ApiResponse({ status: 200, standardSchema: storeDaysSchema })
  @ApiProblems(400, 404, 422, 503)
  async days(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Query({ schema: daysQuerySchema }) query: DaysQuery,
    @CurrentCaller() caller: Caller,
  ) {
    return this.localTime.days(storeId, query, caller);
  }

  @Get('hours-of-week')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getHoursOfWeek',
    summary: 'The uptime of a store by day of the week and hour, on its own clock',
    description: 'The 168 cells add up to `total`, to the microsecond. At most 366 days.',
  })
  @ApiResponse({ status: 200, standardSchema: hoursOfWeekSchema })
  @ApiProblems(400, 404, 422, 503)
  async hoursOfWeek(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Query({ schema: windowQuerySchema }) query: WindowQuery,
    @CurrentCaller() caller: Caller,
  ) {
    return this.localTime.hoursOfWeek(storeId, query, caller);
  }
}
