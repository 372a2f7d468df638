import { Controller, Get, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { fleetUptimeSchema, type FleetUptimeDto } from './fleet-uptime.dto.js';
import { fleetGroupsQuerySchema, fleetGroupsSchema, type FleetGroupsQuery } from './fleet-groups.dto.js';
import { FleetGroupsService } from './fleet-groups.service.js';
import { FleetService } from './fleet.service.js';
import { groupQuerySchema, type GroupQuery } from './now.dto.js';
import {
  storeStatePageSchema,
  storeStatesQuerySchema,
  timeZonesInUseSchema,
  type StoreStatePageDto,
  type StoreStatesQuery,
  type TimeZonesInUseDto,
} from './store-states.dto.js';

const FROM_MEMORY =
  'It is answered from memory: `asOf` and `dataVersion` say of what. If newer data have come in, new figures are computed in ' +
  'the background; `/ws/changes` tells when they are there.';

@ApiTags('Stores')
@Controller('now')
export class FleetController {
  constructor(
    private readonly fleet: FleetService,
    private readonly groups: FleetGroupsService,
  ) {}

  @Get('uptime')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getFleetUptime',
    summary: 'The uptime of all stores together in the last day and week',
    description: `By the rules of reports (\`nearest\`, POLL_REACH_HOURS), as of the newest poll. ${FROM_MEMORY}`,
  })
  @ApiResponse({ status: 200, standardSchema: fleetUptimeSchema })
  @ApiProblems(400, 503)
  async uptime(
    @Query({ schema: groupQuerySchema }) query: GroupQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<FleetUptimeDto> {
    return this.fleet.uptime(query, caller);
  }

  @Get('groups')
  @Needs('reader')
  @ApiOperation({
    operationId: 'listFleetGroups',
    summary:
      'The groups of a kind, each with the states of its stores, their uptime in the last week, and their targets',
    description: `Groups and targets are those of the data version. ${FROM_MEMORY}`,
  })
  @ApiResponse({ status: 200, standardSchema: fleetGroupsSchema })
  @ApiProblems(400, 503)
  async byGroup(@Query({ schema: fleetGroupsQuerySchema }) query: FleetGroupsQuery, @CurrentCaller() caller: Caller) {
    return this.groups.list(query, caller);
  }

  @Get('stores')
  @Needs('reader')
  @ApiOperation({
    operationId: 'listStoreStates',
    summary: 'The stores with their states now and their uptime in the last day and week, filtered and sorted',
    description: `By the rules of reports (\`nearest\`, POLL_REACH_HOURS), as of the newest poll. ${FROM_MEMORY}`,
  })
  @ApiResponse({ status: 200, standardSchema: storeStatePageSchema })
  @ApiProblems(400, 503)
  async list(
    @Query({ schema: storeStatesQuerySchema }) query: StoreStatesQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<StoreStatePageDto> {
    return this.fleet.list(query, caller);
  }

  @Get('time-zones')
  @Needs('reader')
  @ApiOperation({
    operationId: 'listTimeZonesInUse',
    summary: 'The time zones of the stores, the one with most stores first',
    description: FROM_MEMORY,
  })
  @ApiResponse({ status: 200, standardSchema: timeZonesInUseSchema })
  @ApiProblems(503)
  async timeZones(@CurrentCaller() caller: Caller): Promise<TimeZonesInUseDto> {
    return this.fleet.timeZones(caller);
  }
}
