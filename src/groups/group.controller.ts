import { Body, Controller, Get, Param, Patch, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import { groupKindInput, groupValueInput } from '../http/dto/store-attributes.dto.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import {
  groupListQuerySchema,
  groupPageSchema,
  groupSchema,
  targetSchema,
  type GroupListQuery,
  type TargetBody,
} from './group.dto.js';
import { GroupService } from './group.service.js';

@ApiTags('Groups')
@Controller('groups')
export class GroupController {
  constructor(private readonly groups: GroupService) {}

  @Get()
  @Needs('reader')
  @ApiOperation({
    operationId: 'listGroups',
    summary: 'The groups of stores, ordered by kind and value',
    description:
      'A store has at most one value of each kind, from `PATCH /stores/{storeId}` or a file of stores. Rule 23.',
  })
  @ApiResponse({ status: 200, standardSchema: groupPageSchema })
  @ApiProblems(400, 503)
  async list(@Query({ schema: groupListQuerySchema }) query: GroupListQuery, @CurrentCaller() caller: Caller) {
    return this.groups.list(query, caller);
  }

  @Get(':kind/:value')
  @Needs('reader')
  @ApiOperation({ operationId: 'getGroup', summary: 'A group of stores' })
  @ApiResponse({ status: 200, standardSchema: groupSchema })
  @ApiProblems(400, 404, 503)
  async get(
    @Param('kind', { schema: groupKindInput }) kind: string,
    @Param('value', { schema: groupValueInput }) value: string,
    @CurrentCaller() caller: Caller,
  ) {
    return this.groups.get({ kind, value }, caller);
  }

  @Patch(':kind/:value')
  @Needs('operator', { ofAllStores: true })
  @ApiOperation({
    operationId: 'changeGroup',
    summary: 'Set the target of a group',
    description:
      'It counts for those of its stores that have none of their own; of several groups, the highest. Rule 25.',
  })
  @ApiResponse({ status: 200, standardSchema: groupSchema })
  @ApiProblems(400, 404, 503)
  async change(
    @Param('kind', { schema: groupKindInput }) kind: string,
    @Param('value', { schema: groupValueInput }) value: string,
    @Body({ schema: targetSchema }) { target }: TargetBody,
    @CurrentCaller() caller: Caller,
  ) {
    return this.groups.setTarget({ kind, value }, target, caller);
  }
}

@ApiTags('Groups')
@Controller('targets/default')
export class DefaultTargetController {
  constructor(private readonly groups: GroupService) {}

  @Get()
  @Needs('reader')
  @ApiOperation({
    operationId: 'getDefaultTarget',
    summary: 'The target of the stores that have none of their own and none by their groups',
  })
  @ApiResponse({ status: 200, standardSchema: targetSchema })
  @ApiProblems(503)
  async get() {
    return this.groups.defaultTarget();
  }

  @Put()
  @Needs('operator', { ofAllStores: true })
  @ApiOperation({ operationId: 'setDefaultTarget', summary: 'Set the target of all stores that have no other one' })
  @ApiResponse({ status: 200, standardSchema: targetSchema })
  @ApiProblems(400, 503)
  async set(@Body({ schema: targetSchema }) { target }: TargetBody, @CurrentCaller() caller: Caller) {
    return this.groups.setDefaultTarget(target, caller);
  }
}
