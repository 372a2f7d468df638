import { Injectable } from '@nestjs/common';
import { toPage } from '../http/cursor.js';
import { Problem } from '../http/problem.js';
import { StoreRepository } from '../persistence/store-repository.js';
import { toStoreDto, type StoreDto, type StoreListQuery } from './store.dto.js';

@Injectable()
export class StoreService {
  constructor(private readonly stores: StoreRepository) {}

  async get(storeId: string): Promise<StoreDto> {
    const store = await this.stores.find(storeId);
    if (store === null) throw new Problem(404, `There is no store ${JSON.stringify(storeId)}. GET /stores lists all.`);
    return toStoreDto(store);
  }

  async list({ limit, cursor }: StoreListQuery): Promise<{ items: StoreDto[]; nextCursor: string | null }> {
    const stores = await this.stores.list(limit + 1, cursor?.storeId ?? '');
    return toPage(stores, limit, ({ storeId }) => ({ storeId }), toStoreDto);
  }
}
