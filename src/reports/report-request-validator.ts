import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config/config.js';
import type { Caller } from '../domain/access/caller.js';
import { isInScope, type StoreScope } from '../domain/access/store-scope.js';
import { formatInstant, HOUR, type Instant } from '../domain/time/instant.js';
import { latestAsOf } from '../domain/reports/report.js';
import { pollsNeededFrom } from '../domain/uptime/uptime.js';
import { reportWindows } from '../domain/uptime/windows.js';
import { Problem, type FieldProblem } from '../http/problems/problem.js';
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
    private readonly polls: PollRepository,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /**
   * Returns a request that names the stores of a caller who is limited to some, and asks for all.
   * @throws {Problem} if none of them is known
   */
  async restrict(body: ReportRequestBody, { stores }: Caller): Promise<ReportRequestBody> {
    if (stores === 'all' || body.storeIds !== undefined) return body;
    const storeIds = (await this.stores.known([...stores])).sort();
    if (storeIds.length > 0) return { ...body, storeIds };
    throw new Problem(
      422,
      'None of the stores that your key is limited to is known yet, so there is nothing to report on.',
    );
  }

  /** @throws {Problem} */
  async validate(
    { asOf, storeIds, reachHours, windows }: ReportRequestBody,
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
    if (windows !== undefined) assertWindowsEndBefore(windows, resolved);
    await this.assertDataExists(resolved);
    await this.assertPollsKept(resolved, reachHours ?? this.config.pollReachHours, windows);
    if (storeIds !== undefined) await this.assertStoresKnown(storeIds, stores);
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

/** A report does not know what comes after its as-of instant, so no window may end later. */
function assertWindowsEndBefore(windows: readonly string[], asOf: Instant): void {
  const late = reportWindows(asOf, windows).flatMap(({ name, to }, index): FieldProblem[] =>
    to <= asOf ? [] : [{ path: `windows[${index}]`, message: `${name} ends after ${formatInstant(asOf)}` }],
  );
  if (late.length === 0) return;
  throw new Problem(
    422,
    `A report as of ${formatInstant(asOf)} knows nothing of what came later: no window may end after it.`,
    late,
  );
}
