import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { Inject, Injectable } from '@nestjs/common';
import { formatInstant, HOUR, type Instant } from '../domain/instant.js';
import type { ReportOrigin, ReportRequest } from '../domain/report.js';
import { pollsNeededFrom } from '../domain/uptime.js';
import { reportWindows } from '../domain/windows.js';
import { CLOCK, CONFIG, type Clock } from '../providers.js';
import type { Config } from '../config/config.js';
import { toPage } from '../http/cursor.js';
import { Problem, type FieldProblem } from '../http/problem.js';
import type { Report } from '../persistence/entities/report.js';
import { PollsDroppedError } from '../persistence/poll-retention.js';
import { ReportKeyRepository, type ReportKey } from '../persistence/report-key-repository.js';
import { ReportRepository } from '../persistence/report-repository.js';
import { StoreRepository } from '../persistence/store-repository.js';
import { reportWorkflowId, TemporalClient } from '../temporal/client.js';
import {
  toReportDto,
  type ReportDetailDto,
  type ReportDto,
  type ReportListQuery,
  type ReportRequestBody,
} from './report.dto.js';

/** Unknown stores that one answer lists. */
const MOST_LISTED = 20;

const REQUEST: ReportOrigin = { trigger: 'request' };

const LONGEST_KEY = 255;

/** How long a client that cancels waits for the end; a worker takes a second or a few. */
const CANCELLED_WITHIN_MS = 5_000;
const LOOK_EVERY_MS = 100;

export interface TriggeredReport {
  readonly reportId: string;
  readonly status: Report['status'];
}

@Injectable()
export class ReportService {
  constructor(
    private readonly reports: ReportRepository,
    private readonly keys: ReportKeyRepository,
    private readonly stores: StoreRepository,
    private readonly temporal: TemporalClient,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Starts a report. The workflow comes first and records the report too: from the moment Temporal has it, the report
   * can't get lost, whatever dies before the row is written here.
   */
  async trigger(body: ReportRequestBody): Promise<TriggeredReport> {
    const requestedAt = this.clock();
    await this.check(body, requestedAt);
    return this.start(this.toRequest(body), { reportId: randomUUID(), requestedAt }, REQUEST);
  }

  /** Starts a report that describes what another one does, as of the same data version: the same to the byte. */
  async remake(reportId: string): Promise<TriggeredReport> {
    const { asOf, dataVersion, ...report } = await this.get(reportId);
    if (asOf == null || dataVersion == null) {
      throw new Problem(409, `The report is ${report.status}, and never began: there is nothing to make again.`);
    }
    await this.checkPollsKept(asOf, report.reachHours);
    const { interpolation, reachHours } = report;
    const request = { asOf, storeIds: report.storeIds ?? null, interpolation, reachHours };
    return this.start(
      request,
      { reportId: randomUUID(), requestedAt: this.clock() },
      {
        trigger: 'remake',
        pinned: { asOf, dataVersion },
      },
    );
  }

  /** Starts the report that a key stands for, once, however often and from wherever it is asked for. */
  async triggerOnce(key: string, body: ReportRequestBody): Promise<TriggeredReport> {
    if (key.trim() === '' || key.length > LONGEST_KEY) {
      throw new Problem(
        400,
        `An Idempotency-Key has 1 to ${LONGEST_KEY} characters; this one has ${key.trim().length}.`,
      );
    }
    const requestSha256 = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const meaning = (await this.keys.find(key)) ?? (await this.claim(key, body, requestSha256));
    if (meaning.requestSha256 !== requestSha256) {
      throw new Problem(
        422,
        `The Idempotency-Key ${JSON.stringify(key)} stands for report ${meaning.reportId}, which was asked for with another body. ` +
          'Use another key for another report.',
      );
    }
    const report = await this.reports.find(meaning.reportId);
    // Whoever claimed the key may have died before the report was started: starting it twice starts it once.
    return report === null
      ? this.start(this.toRequest(body), meaning, REQUEST)
      : { reportId: report.reportId, status: report.status };
  }

  private async claim(key: string, body: ReportRequestBody, requestSha256: string): Promise<ReportKey> {
    const requestedAt = this.clock();
    await this.check(body, requestedAt);
    return this.keys.claim(key, { reportId: randomUUID(), requestSha256, requestedAt });
  }

  private async start(
    request: ReportRequest,
    { reportId, requestedAt }: { reportId: string; requestedAt: Instant },
    origin: ReportOrigin,
  ): Promise<TriggeredReport> {
    await this.temporal.startReport({ reportId, request, requestedAt, origin });
    await this.reports.open(reportId, request, requestedAt, origin);
    return { reportId, status: 'Running' };
  }

  private toRequest({ asOf, storeIds, interpolation, reachHours }: ReportRequestBody): ReportRequest {
    return {
      asOf,
      storeIds: storeIds === undefined ? null : [...new Set(storeIds)],
      interpolation,
      reachHours: reachHours ?? this.config.pollReachHours,
    };
  }

  /** Stops a running report for good. Gives it as it is when that is done, or where nobody heeds it for a while. */
  async cancel(reportId: string): Promise<ReportDetailDto> {
    const { status } = await this.get(reportId);
    if (status === 'Complete' || status === 'Failed') {
      throw new Problem(409, `The report is ${status} already: there is nothing to cancel.`);
    }
    const isHeard = status === 'Running' && (await this.temporal.cancelReport(reportId));
    // Where its workflow is gone, nobody else would close it.
    if (!isHeard) await this.reports.cancel(reportId, this.clock());
    return this.describeInDetail(await this.untilEnded(reportId));
  }

  private async untilEnded(reportId: string): Promise<Report> {
    for (let waited = 0; ; waited += LOOK_EVERY_MS) {
      const report = await this.get(reportId);
      if (report.status !== 'Running' || waited >= CANCELLED_WITHIN_MS) return report;
      await pause(LOOK_EVERY_MS);
    }
  }

  async get(reportId: string): Promise<Report> {
    const report = await this.reports.find(reportId);
    if (report === null) throw new Problem(404, `There is no report ${reportId}. GET /reports lists those there are.`);
    return report;
  }

  async list({
    limit,
    cursor,
    ...filter
  }: ReportListQuery): Promise<{ items: ReportDto[]; nextCursor: string | null }> {
    const reports = await this.reports.list(limit + 1, cursor ?? null, filter);
    const position = ({ requestedAt, reportId }: Report) => ({ requestedAt, reportId });
    return toPage(reports, limit, position, (report) => this.describe(report));
  }

  describe(report: Report): ReportDto {
    const { reportId } = report;
    return toReportDto(report, { id: reportWorkflowId(reportId), url: this.temporal.reportWorkflowUrl(reportId) });
  }

  /** Together with what became of its data since. */
  async describeInDetail(report: Report): Promise<ReportDetailDto> {
    const { asOf, dataVersion } = report;
    if (asOf == null || dataVersion == null) return { ...this.describe(report), stale: null, changed: null };
    const pollsFrom = pollsNeededFrom(reportWindows(asOf), report.reachHours * HOUR);
    const changed = await this.reports.changesSince({
      dataVersion,
      asOf,
      pollsFrom,
      storeIds: report.storeIds ?? null,
    });
    return { ...this.describe(report), stale: changed.polls + changed.stores > 0, changed };
  }

  /** What can be known to be wrong before any work is done. */
  private async check({ asOf, storeIds, reachHours }: ReportRequestBody, now: Instant): Promise<void> {
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
    const meant = asOf === 'latest' ? data.newestPollAt! : asOf === 'now' ? now : asOf;
    await this.checkPollsKept(meant, reachHours ?? this.config.pollReachHours);
    if (storeIds !== undefined) await this.checkStores(storeIds);
  }

  private async checkPollsKept(asOf: Instant, reachHours: number): Promise<void> {
    const keptFrom = await this.stores.pollsKeptFrom();
    const needed = pollsNeededFrom(reportWindows(asOf), reachHours * HOUR);
    if (keptFrom === null || needed >= keptFrom) return;
    throw new Problem(
      422,
      `No report as of ${formatInstant(asOf)}: ${new PollsDroppedError(needed, keptFrom).message}.`,
    );
  }

  private async checkStores(storeIds: readonly string[]): Promise<void> {
    const known = new Set(await this.stores.known(storeIds));
    const unknown = storeIds.flatMap((storeId, index): FieldProblem[] =>
      known.has(storeId) ? [] : [{ path: `storeIds[${index}]`, message: `${JSON.stringify(storeId)} is not known` }],
    );
    if (unknown.length === 0) return;
    throw new Problem(
      422,
      `Unknown stores: ${unknown.length} of ${storeIds.length}. No poll, business hours or time zone names them; ` +
        'GET /stores lists those that are known.',
      unknown.slice(0, MOST_LISTED),
    );
  }
}
