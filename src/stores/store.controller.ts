import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ApiProblems } from '../http/api-problems.js';
import { storeListQuerySchema, storePageSchema, storeSchema, type StoreListQuery } from './store.dto.js';
import { StoreService } from './store.service.js';

@ApiTags('Stores')
@Controller('stores')
export class StoreController {
  constructor(private readonly stores: StoreService) {}

  @Get()
  @ApiOperation({ summary: 'The known stores, ordered by id' })
  @ApiResponse({ status: 200, standardSchema: storePageSchema })
  @ApiProblems(400, 503)
  async list(@Query({ schema: storeListQuerySchema }) query: StoreListQuery) {
    return this.stores.list(query);
  }

  @Get(':storeId')
  @ApiOperation({ summary: 'A store' })
  @ApiResponse({ status: 200, standardSchema: storeSchema })
  @ApiProblems(404, 503)
  async get(@Param('storeId') storeId: string) {
    return this.stores.get(storeId);
  }
}
