import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../clock.js';
import { originOf, type Origin } from '../domain/access/audit-event.js';
import type { Caller } from '../domain/access/caller.js';
import { isInScope } from '../domain/access/store-scope.js';
import type { BusinessHours } from '../domain/calendar/calendar.js';
import { formatBusinessHours } from '../domain/calendar/format-business-hours.js';
import { assertVisible } from '../http/assert-visible.js';
import { toPage } from '../http/cursor.js';
import { etagOf, passesIfMatch } from '../http/etag.js';
import { Problem } from '../http/problems/problem.js';
import { GroupRepository } from '../persistence/groups/group.repository.js';
import { StoreWriteRepository } from '../persistence/stores/store-write.repository.js';
import { StoreRepository } from '../persistence/stores/store.repository.js';
import { CLOCK } from '../tokens.js';
import {
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
  const hours = formatBusinessHours(current);
  return { hours, etag: etagOf(hours) };
}

@Injectable()
export class StoreService {
  constructor(
    private readonly stores: StoreRepository,
    private readonly groups: GroupRepository,
    private readonly storeWrites: StoreWriteRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  private originOf(caller: Caller): Origin {
    return originOf(caller, this.clock());
  }

  async get(storeId: string, caller: Caller): Promise<StoreDto> {
    assertVisible(storeId, caller);
    return toStoreDto(await this.stores.get(storeId));
  }

  /** @throws {Problem} 403 if the caller is limited to other stores */
  async add({ storeId, timeZone, businessHours, ...attributes }: NewStoreBody, caller: Caller): Promise<StoreDto> {
    if (!isInScope(caller.stores, storeId)) {
      throw new Problem(403, `Your key is limited to some stores, and ${JSON.stringify(storeId)} is none of them.`);
    }
    const store = { storeId, timeZone: timeZone ?? null, hours: businessHours, attributes };
    await this.storeWrites.add(store, this.originOf(caller));
    return this.get(storeId, caller);
  }

  async change(storeId: string, change: StoreChange, caller: Caller): Promise<StoreDto> {
    assertVisible(storeId, caller);
    await this.storeWrites.change(storeId, change, this.originOf(caller));
    return this.get(storeId, caller);
  }

  async delete(storeId: string, caller: Caller): Promise<void> {
    assertVisible(storeId, caller);
    await this.storeWrites.delete(storeId, this.originOf(caller));
  }

  async hours(storeId: string, caller: Caller): Promise<TaggedHours> {
    assertVisible(storeId, caller);
    return tagged(await this.stores.hours(storeId));
  }

  /** Replaces all business hours of a store, if `ifMatch` is missing or names the current ones. */
  async replaceHours(
    storeId: string,
    hours: readonly BusinessHours[],
    ifMatch: string | undefined,
    caller: Caller,
  ): Promise<TaggedHours> {
    assertVisible(storeId, caller);
    const isExpected = (current: readonly BusinessHours[]) => passesIfMatch(ifMatch, tagged(current).etag);
    return tagged(await this.storeWrites.replaceHours(storeId, hours, isExpected, this.originOf(caller)));
  }

  async list(
    { limit, cursor, group }: StoreListQuery,
    caller: Caller,
  ): Promise<{ items: StoreDto[]; nextCursor: string | null }> {
    const scope = await this.groups.narrow(caller.stores, group);
    const stores = await this.stores.list(limit + 1, cursor?.storeId ?? '', scope);
    return toPage(stores, limit, ({ storeId }) => ({ storeId }), toStoreDto);
  }
}
