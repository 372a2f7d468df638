import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../clock.js';
import { originOf } from '../domain/access/audit-event.js';
import type { Caller } from '../domain/access/caller.js';
import { localDateAt } from '../domain/time-zones/local-days.js';
import { DEFAULT_TIME_ZONE } from '../domain/time-zones/zone-offsets.js';
import { assertVisible } from '../http/assert-visible.js';
import { toUploadDto, type SpecialHoursUploadDto } from '../http/dto/special-hours-upload.dto.js';
import { readUploadedSpecialHours } from '../http/uploaded-special-hours.js';
import type { DateRange } from '../persistence/calendars/special-hours.js';
import { SpecialHoursRepository, type SpecialHoursOwner } from '../persistence/calendars/special-hours.repository.js';
import { GroupRepository } from '../persistence/groups/group.repository.js';
import { StoreRepository } from '../persistence/stores/store.repository.js';
import { CLOCK } from '../tokens.js';

@Injectable()
export class SpecialHoursUploadService {
  constructor(
    private readonly stores: StoreRepository,
    private readonly groups: GroupRepository,
    private readonly repository: SpecialHoursRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Sets the dates of an upload; all others stay.
   * @throws {StoreNotFoundError}
   * @throws {GroupNotFoundError}
   */
  async upload(
    owner: SpecialHoursOwner,
    range: DateRange | null,
    body: unknown,
    caller: Caller,
  ): Promise<SpecialHoursUploadDto> {
    const timeZones = (await this.timeZonesOf(owner, caller)).map((zone) => zone ?? DEFAULT_TIME_ZONE);
    const now = this.clock();
    const settings = { timeZones, range, today: localDateAt(timeZones[0]!, now) };
    const { specialHours, notTaken } = await readUploadedSpecialHours(body, settings);
    const { set, unchanged } = await this.repository.set(owner, specialHours, originOf(caller, now));
    return toUploadDto(set, unchanged, notTaken);
  }

  private async timeZonesOf(owner: SpecialHoursOwner, caller: Caller): Promise<(string | null)[]> {
    if ('group' in owner) return this.groups.timeZones(owner.group);
    assertVisible(owner.storeId, caller);
    return [(await this.stores.get(owner.storeId)).timeZone];
  }
}
