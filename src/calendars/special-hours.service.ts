import { Inject, Injectable } from '@nestjs/common';
import type { Clock } from '../clock.js';
import { originOf } from '../domain/access/audit-event.js';
import type { Caller } from '../domain/access/caller.js';
import type { SpecialHours } from '../domain/calendar/calendar.js';
import { formatSpecialHours } from '../domain/calendar/format-special-hours.js';
import type { LocalDate } from '../domain/time/local-date.js';
import { assertVisible } from '../http/assert-visible.js';
import { etagOf, passesIfMatch } from '../http/etag.js';
import { Problem, type FieldProblem } from '../http/problems/problem.js';
import { SpecialHoursRepository, type SpecialHoursOwner } from '../persistence/calendars/special-hours.repository.js';
import { CLOCK } from '../tokens.js';
import {
  outsideOf,
  type HoursOfDateBody,
  type RangeQuery,
  type SpecialHoursDto,
} from '../http/dto/special-hours.dto.js';

/** Special hours with the ETag of their range. */
export interface TaggedSpecialHours {
  readonly specialHours: SpecialHoursDto;
  readonly etag: string;
}

function tagged(current: readonly SpecialHours[]): TaggedSpecialHours {
  const specialHours = formatSpecialHours(current);
  return { specialHours, etag: etagOf(specialHours) };
}

@Injectable()
export class SpecialHoursService {
  constructor(
    private readonly repository: SpecialHoursRepository,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async find(owner: SpecialHoursOwner, range: RangeQuery, caller: Caller): Promise<TaggedSpecialHours> {
    assertOwnVisible(owner, caller);
    return tagged(await this.repository.find(owner, range, caller.stores));
  }

  /**
   * Replaces the special hours of a range, if `ifMatch` is missing or names the current ones.
   * @throws {Problem} 400 if a date is not in the range
   */
  async replace(
    owner: SpecialHoursOwner,
    range: RangeQuery,
    given: readonly SpecialHours[],
    ifMatch: string | undefined,
    caller: Caller,
  ): Promise<TaggedSpecialHours> {
    assertOwnVisible(owner, caller);
    assertInRange(range, given);
    const isExpected = (current: readonly SpecialHours[]) => passesIfMatch(ifMatch, tagged(current).etag);
    const origin = originOf(caller, this.clock());
    return tagged(await this.repository.replace(owner, range, given, isExpected, origin));
  }

  /** Sets the special hours of a date; null: it has none any more. */
  async set(
    owner: SpecialHoursOwner,
    date: LocalDate,
    hours: HoursOfDateBody | null,
    caller: Caller,
  ): Promise<SpecialHoursDto> {
    const given = hours === null ? [] : [{ date, ...hours }];
    const { specialHours } = await this.replace(owner, { from: date, to: date }, given, undefined, caller);
    return specialHours;
  }
}

function assertOwnVisible(owner: SpecialHoursOwner, caller: Caller): void {
  if ('storeId' in owner) assertVisible(owner.storeId, caller);
}

function assertInRange(range: RangeQuery, given: readonly SpecialHours[]): void {
  const outside = given.flatMap(({ date }, index): FieldProblem[] => {
    const message = outsideOf(range, date);
    return message === null ? [] : [{ path: `[${index}].date`, message }];
  });
  if (outside.length === 0) return;
  throw new Problem(400, 'A date is not in the range of the request; nothing was changed.', outside);
}
