import { Injectable } from '@nestjs/common';
import type { BusinessHours } from '../domain/calendar.js';
import { toPage } from '../http/cursor.js';
import { etagOf, passesIfMatch } from '../http/etag.js';
import { StoreWriteRepository } from '../persistence/stores/store-write.repository.js';
import { StoreRepository } from '../persistence/stores/store.repository.js';
import {
  toHoursDto,
  toStoreDto,
  type HoursDto,
  type NewStoreBody,
  type StoreChange,
  type StoreDto,
  type StoreListQuery,
} from './store.dto.js';

/** Business hours with their ETag. */
export interface TaggedHours {
  readonly hours: HoursDto;
  readonly etag: string;
}

function tagged(current: readonly BusinessHours[]): TaggedHours {
  const hours = toHoursDto(current);
  return { hours, etag: etagOf(hours) };
}

@Injectable()
export class StoreService {
  constructor(
    private readonly stores: StoreRepository,
    private readonly storeWrites: StoreWriteRepository,
  ) {}

  async get(storeId: string): Promise<StoreDto> {
    return toStoreDto(await this.stores.get(storeId));
  }

  async add({ storeId, timeZone, businessHours }: NewStoreBody): Promise<StoreDto> {
    await this.storeWrites.add({ storeId, timeZone: timeZone ?? null, hours: businessHours });
    return this.get(storeId);
  }

  async change(storeId: string, { timeZone }: StoreChange): Promise<StoreDto> {
    await this.storeWrites.setTimeZone(storeId, timeZone);
    return this.get(storeId);
  }

  async delete(storeId: string): Promise<void> {
    await this.storeWrites.delete(storeId);
  }

  async hours(storeId: string): Promise<TaggedHours> {
    return tagged(await this.stores.hours(storeId));
  }

  /** Replaces all business hours of a store, if `ifMatch` is missing or names the current ones. */
  async replaceHours(
    storeId: string,
    hours: readonly BusinessHours[],
    ifMatch: string | undefined,
  ): Promise<TaggedHours> {
    const isExpected = (current: readonly BusinessHours[]) => passesIfMatch(ifMatch, tagged(current).etag);
    return tagged(await this.storeWrites.replaceHours(storeId, hours, isExpected));
  }

  async list({ limit, cursor }: StoreListQuery): Promise<{ items: StoreDto[]; nextCursor: string | null }> {
    const stores = await this.stores.list(limit + 1, cursor?.storeId ?? '');
    return toPage(stores, limit, ({ storeId }) => ({ storeId }), toStoreDto);
  }
}
