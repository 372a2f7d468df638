import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Param,
  Patch,
  Post,
  Put,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CurrentCaller } from '../access/guard/current-caller.js';
import { Needs } from '../access/guard/route-access.js';
import type { Caller } from '../domain/access/caller.js';
import type { BusinessHours } from '../domain/calendar/calendar.js';
import { ApiProblems } from '../http/openapi/api-problems.js';
import { storeIdParam } from '../http/schemas.js';
import { matchesIfNoneMatch } from '../http/etag.js';
import {
  hoursInputSchema,
  hoursSchema,
  newStoreSchema,
  storeChangeSchema,
  storeListQuerySchema,
  storePageSchema,
  storeSchema,
  type NewStoreBody,
  type StoreChange,
  type StoreListQuery,
} from './store.dto.js';
import { StoreService } from './store.service.js';

const WITH_ETAG = { etag: { description: 'Identifies these hours.', schema: { type: 'string' } } } as const;
const WITH_LOCATION = { location: { description: 'The URL of the store.', schema: { type: 'string' } } } as const;

@ApiTags('Stores')
@Controller('stores')
export class StoreController {
  constructor(private readonly stores: StoreService) {}

  @Get()
  @Needs('reader')
  @ApiOperation({ operationId: 'listStores', summary: 'The known stores, ordered by id' })
  @ApiResponse({ status: 200, standardSchema: storePageSchema })
  @ApiProblems(400, 503)
  async list(@Query({ schema: storeListQuerySchema }) query: StoreListQuery, @CurrentCaller() caller: Caller) {
    return this.stores.list(query, caller);
  }

  @Post()
  @Needs('operator')
  @ApiOperation({
    operationId: 'addStore',
    summary: 'Add a store',
    description: 'Importing polls or files that name a store does so, too.',
  })
  @ApiResponse({ status: 201, standardSchema: storeSchema, headers: WITH_LOCATION })
  @ApiProblems(400, 409, 503)
  async add(
    @Body({ schema: newStoreSchema }) body: NewStoreBody,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const store = await this.stores.add(body, caller);
    void reply.header('location', `/stores/${encodeURIComponent(store.storeId)}`);
    return store;
  }

  @Get(':storeId')
  @Needs('reader')
  @ApiOperation({ operationId: 'getStore', summary: 'A store' })
  @ApiResponse({ status: 200, standardSchema: storeSchema })
  @ApiProblems(404, 503)
  async get(@Param('storeId', { schema: storeIdParam }) storeId: string, @CurrentCaller() caller: Caller) {
    return this.stores.get(storeId, caller);
  }

  @Patch(':storeId')
  @Needs('operator')
  @ApiOperation({
    operationId: 'changeStore',
    summary: 'Change the time zone, the name, the groups, the target or the value of a store',
  })
  @ApiResponse({ status: 200, standardSchema: storeSchema })
  @ApiProblems(400, 404, 503)
  async change(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Body({ schema: storeChangeSchema }) change: StoreChange,
    @CurrentCaller() caller: Caller,
  ) {
    return this.stores.change(storeId, change, caller);
  }

  @Delete(':storeId')
  @Needs('operator')
  @HttpCode(204)
  @ApiOperation({
    operationId: 'deleteStore',
    summary: 'Delete a store',
    description:
      'With its polls, hours, special hours and time zone, as one data version. Earlier reports stay, and can be remade. A store that is ' +
      'delivered again is known again, with what is delivered from then on.',
  })
  @ApiResponse({ status: 204, description: 'The store is no longer known.' })
  @ApiProblems(404, 503)
  async delete(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @CurrentCaller() caller: Caller,
  ): Promise<void> {
    await this.stores.delete(storeId, caller);
  }

  @Get(':storeId/business-hours')
  @Needs('reader')
  @ApiOperation({
    operationId: 'getBusinessHours',
    summary: 'When a store is open',
    description: 'With an ETag, for a PUT that loses no update.',
  })
  @ApiHeader({
    name: 'if-none-match',
    required: false,
    schema: { type: 'string' },
    description: 'The ETag of the hours that the client has.',
  })
  @ApiResponse({ status: 200, standardSchema: hoursSchema, headers: WITH_ETAG })
  @ApiResponse({ status: 304, description: 'The hours are the ones that `If-None-Match` names.' })
  @ApiProblems(404, 503)
  async hours(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @CurrentCaller() caller: Caller,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { hours, etag } = await this.stores.hours(storeId, caller);
    void reply.header('etag', etag);
    if (!matchesIfNoneMatch(request.headers['if-none-match'], etag)) return hours;
    void reply.status(304);
    return undefined;
  }

  @Put(':storeId/business-hours')
  @Needs('operator')
  @ApiOperation({
    operationId: 'replaceBusinessHours',
    summary: 'Replace the hours of a store as a whole',
    description:
      'With `If-Match`, only if the current hours are the ones that it names, so that no writer overwrites the change of ' +
      'another unseen. Without it, the last writer wins.',
  })
  @ApiHeader({
    name: 'if-match',
    required: false,
    schema: { type: 'string' },
    description: 'The ETag of the hours to be replaced.',
  })
  @ApiResponse({ status: 200, standardSchema: hoursSchema, headers: WITH_ETAG })
  @ApiProblems(400, 404, 412, 503)
  async replaceHours(
    @Param('storeId', { schema: storeIdParam }) storeId: string,
    @Body({ schema: hoursInputSchema }) body: BusinessHours[],
    @Headers('if-match') ifMatch: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const { hours, etag } = await this.stores.replaceHours(storeId, body, ifMatch, caller);
    void reply.header('etag', etag);
    return hours;
  }
}
