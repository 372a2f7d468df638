import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { fleetCalendarQuerySchema, fleetCalendarSchema, type FleetCalendarQuery } from './fleet-calendar.dto.js';
import { FleetCalendarService } from './fleet-calendar.service.js';

@ApiTags('Stores')
@Controller('calendar')
export class FleetCalendarController {
  constructor(private readonly calendar: FleetCalendarService) {}

  @Get()
  @Needs('reader')
  @ApiOperation({
    operationId: 'getFleetCalendar',
    summary: 'The special hours and closures of all stores in a range of dates',
    description:
      'Special hours of groups one by one, those of stores counted by reason; a key that is limited sees its stores.',
  })
  @ApiResponse({ status: 200, standardSchema: fleetCalendarSchema })
  @ApiProblems(400, 503)
  async find(@Query({ schema: fleetCalendarQuerySchema }) query: FleetCalendarQuery, @CurrentCaller() caller: Caller) {
    return this.calendar.find(query, caller);
  }
}
