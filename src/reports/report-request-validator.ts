import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config/config.js';
import type { Caller } from '../domain/access/caller.js';
import { formatGroup, type Group } from '../domain/groups/group.js';
import { isInScope, type StoreScope } from '../domain/access/store-scope.js';
import { formatInstant, HOUR, type Instant } from '../domain/time/instant.js';
import { latestAsOf } from '../domain/reports/report.js';
import { pollsNeededFrom } from '../domain/uptime/uptime.js';
import { reportWindows } from '../domain/uptime/windows/windows.js';
import { Problem, type FieldProblem } from '../http/problems/problem.js';
import { GroupRepository } from '../persistence/groups/group.repository.js';
import { PollsDroppedError } from '../persistence/polls/poll-retention.js';
import { PollRepository } from '../persistence/polls/poll.repository.js';
import { StoreRepository } from '../persistence/stores/store.repository.js';
import { CONFIG } from '../tokens.js';
import type { ReportRequestBody } from './report.dto.js';

/** Unknown stores that one response lists. */
const MAX_LISTED = 20;

/** Rejects report requests that can't be fulfilled, before any work is done. */
@Injectable()
export class ReportRequestValidator {
  constructor(
    private readonly stores: StoreRepository,
    private readonly groups: GroupRepository,
    private readonly polls: PollRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Returns a request that names the stores of a caller who is limited to some, and asks for all.
   * @throws {Problem} if none of them is known
   */
  async restrict(body: ReportRequestBody, { stores }: Caller): Promise<ReportRequestBody> {
    if (stores === 'all' || body.storeIds !== undefined) return body;
    const { group, ...asked } = body;
    const seen = group === undefined ? stores : await this.groups.members(group, stores);
    const storeIds = (await this.stores.known([...seen])).sort();
    if (storeIds.length > 0) return { ...asked, storeIds };
    if (group !== undefined) throw unknownGroup(group);
    throw new Problem(
      422,
      'None of the stores that your key is limited to is known yet, so there is nothing to report on.',
    );
  }

  /** @throws {Problem} */
  async validate(
    { asOf, storeIds, group, reachHours, windows }: ReportRequestBody,
    now: Instant,
    { stores }: Caller,
  ): Promise<void> {
    if (typeof asOf === 'number' && asOf > now) {
      throw new Problem(422, `asOf ${formatInstant(asOf)} is in the future: a report describes what was.`, [
        { path: 'asOf', message: `must not be after ${formatInstant(now)}` },
      ]);
    }
    const data = await this.stores.dataVersion();
    if (data === null || (asOf === 'latest' && data.newestPollAt === null)) {
      throw new Problem(
        422,
        'There are no polls yet, so there is nothing to report on. Upload a file of polls to POST /imports, or put one into DATA_DIR.',
      );
    }
    const resolved = asOf === 'latest' ? latestAsOf(data.newestPollAt!, now) : asOf === 'now' ? now : asOf;
    if (windows !== undefined) assertWindowsKnown(windows, resolved);
    await this.assertDataExists(resolved);
    await this.assertPollsKept(resolved, reachHours ?? this.config.pollReachHours, windows);
    if (storeIds !== undefined) await this.assertStoresKnown(storeIds, stores);
    if (group !== undefined && (await this.groups.members(group, 'all')).size === 0) throw unknownGroup(group);
  }

  private async assertDataExists(asOf: Instant): Promise<void> {
    const oldest = await this.polls.oldestAt();
    if (oldest === null || asOf >= oldest) return;
    throw new Problem(
      422,
      `asOf ${formatInstant(asOf)} is before all data: the oldest poll is of ${formatInstant(oldest)}.`,
      [{ path: 'asOf', message: `must not be before ${formatInstant(oldest)}` }],
    );
  }

  /** @throws {Problem} if polls that the report needs were dropped */
  async assertPollsKept(asOf: Instant, reachHours: number, windows: readonly string[] | null = null): Promise<void> {
    const keptFrom = await this.polls.keptFrom();
    const needed = pollsNeededFrom(reportWindows(asOf, windows), reachHours * HOUR);
    if (keptFrom === null || needed >= keptFrom) return;
    throw new Problem(
      422,
      `No report as of ${formatInstant(asOf)}: ${new PollsDroppedError(needed, keptFrom).message}.`,
    );
  }

  private async assertStoresKnown(storeIds: readonly string[], scope: StoreScope): Promise<void> {
    const visible = storeIds.filter((storeId) => isInScope(scope, storeId));
    const known = new Set(await this.stores.known(visible));
    const unknown = storeIds.flatMap((storeId, index): FieldProblem[] =>
      known.has(storeId) ? [] : [{ path: `storeIds[${index}]`, message: `${JSON.stringify(storeId)} is not known` }],
    );
    if (unknown.length === 0) return;
    throw new Problem(
      422,
      `Unknown stores: ${unknown.length} of ${storeIds.length}. No poll, business hours or time zone names them; ` +
        'GET /stores lists those that are known.',
      unknown.slice(0, MAX_LISTED),
    );
  }
}

/**
 * A report does not know what comes after its as-of instant, so no window may end later, and no period of the calendar may have begun
 * nowhere. One that has begun on some clocks is empty for the stores of others.
 */
function assertWindowsKnown(windows: readonly string[], asOf: Instant): void {
  const late = reportWindows(asOf, windows).flatMap(({ name, from, to, isOfCalendar }, index): FieldProblem[] => {
    const path = `windows[${index}]`;
    if (to > asOf) return [{ path, message: `${name} ends after ${formatInstant(asOf)}` }];
    return isOfCalendar && from >= to ? [{ path, message: `${name} has not begun as of ${formatInstant(asOf)}` }] : [];
  });
  if (late.length === 0) return;
  throw new Problem(
    422,
    `A report as of ${formatInstant(asOf)} knows nothing of what came later: no window may end after it, or begin then.`,
    late,
  );
}

function unknownGroup(group: Group): Problem {
  const message = `no store is in the group ${JSON.stringify(formatGroup(group))}; GET /groups lists those there are`;
  return new Problem(422, `The request can't be used: group: ${message}.`, [{ path: 'group', message }]);
}
