import { Injectable } from '@nestjs/common';
import type { Caller } from '../domain/access/caller.js';
import { formatClosure } from '../domain/calendar/recorded-closure.js';
import { DAY } from '../domain/time/instant.js';
import { ClosureRepository } from '../persistence/calendars/closure.repository.js';
import { FleetCalendarRepository } from '../persistence/calendars/fleet-calendar.repository.js';
import {
  MAX_ENTRIES,
  toFleetCalendarDto,
  type FleetCalendarDto,
  type FleetCalendarQuery,
} from './fleet-calendar.dto.js';

/** What the calendars of all stores hold beside their weeks. */
@Injectable()
export class FleetCalendarService {
  constructor(
    private readonly calendar: FleetCalendarRepository,
    private readonly closures: ClosureRepository,
  ) {}

  async find(range: FleetCalendarQuery, { stores: scope }: Caller): Promise<FleetCalendarDto> {
    const [ofGroups, ofStores, closures] = await Promise.all([
      this.calendar.ofGroups(range, scope),
      this.calendar.ofStores(range, scope, MAX_ENTRIES),
      this.closures.list({
        storeId: null,
        group: null,
        kind: null,
        // A local date begins and ends less than a day from the one of UTC.
        from: Math.max(range.from - 1, 0) * DAY,
        to: (range.to + 2) * DAY,
        scope,
        after: null,
        limit: MAX_ENTRIES,
      }),
    ]);
    return toFleetCalendarDto(ofGroups, ofStores, closures.map(formatClosure));
  }
}
