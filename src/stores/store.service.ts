import { Injectable } from '@nestjs/common';
import type { BusinessHours } from '../domain/calendar.js';
import { toPage } from '../http/cursor.js';
import { etagOf, passesIfMatch } from '../http/etag.js';
import { Problem } from '../http/problem.js';
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
import { unknownStore } from './unknown-store.js';

/** Hours as they are answered, with the name of this state of them. */
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
    private readonly edits: StoreWriteRepository,
  ) {}

  async get(storeId: string): Promise<StoreDto> {
    const store = await this.stores.find(storeId);
    if (store === null) throw unknownStore(storeId);
    return toStoreDto(store);
  }

  async add({ storeId, timeZone, businessHours }: NewStoreBody): Promise<StoreDto> {
    const isNew = await this.edits.add({ storeId, timeZone: timeZone ?? null, hours: businessHours });
    if (isNew) return this.get(storeId);
    throw new Problem(
      409,
      `There is a store ${JSON.stringify(storeId)} already. PATCH it for another zone, PUT its business-hours for others.`,
    );
  }

  async change(storeId: string, { timeZone }: StoreChange): Promise<StoreDto> {
    if (!(await this.edits.setTimeZone(storeId, timeZone))) throw unknownStore(storeId);
    return this.get(storeId);
  }

  async hours(storeId: string): Promise<TaggedHours> {
    const hours = await this.edits.hours(storeId);
    if (hours === null) throw unknownStore(storeId);
    return tagged(hours);
  }

  /** Replaces the hours of a store, if `ifMatch` names those there are or nothing at all. */
  async replaceHours(
    storeId: string,
    hours: readonly BusinessHours[],
    ifMatch: string | undefined,
  ): Promise<TaggedHours> {
    const isExpected = (current: readonly BusinessHours[]) => passesIfMatch(ifMatch, tagged(current).etag);
    const replaced = await this.edits.replaceHours(storeId, hours, isExpected);
    if (replaced === 'unknown store') throw unknownStore(storeId);
    if (replaced !== 'changed meanwhile') return tagged(replaced);
    throw new Problem(
      412,
      `The business hours of ${JSON.stringify(storeId)} are no longer those that If-Match names. GET them, decide again, and PUT ` +
        'with their ETag.',
    );
  }

  async list({ limit, cursor }: StoreListQuery): Promise<{ items: StoreDto[]; nextCursor: string | null }> {
    const stores = await this.stores.list(limit + 1, cursor?.storeId ?? '');
    return toPage(stores, limit, ({ storeId }) => ({ storeId }), toStoreDto);
  }
}
