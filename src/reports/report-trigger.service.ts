import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { AuditTrail } from '../access/audit/audit-trail.js';
import { RunningReports } from '../access/limits/running-reports.js';
import type { Clock } from '../clock.js';
import type { Config } from '../config/config.js';
import type { Caller } from '../domain/access/caller.js';
import type { StoreScope } from '../domain/access/store-scope.js';
import type { Instant } from '../domain/time/instant.js';
import type { ReportOrigin, ReportRequest } from '../domain/reports/report.js';
import { toGenerateReportInput } from '../domain/reports/report-workflow.js';
import { Problem } from '../http/problems/problem.js';
import {
  IdempotencyKeyRepository,
  type IdempotencyKey,
} from '../persistence/reports/requests/idempotency-key.repository.js';
import { groupOf } from '../persistence/reports/report.entity.js';
import { ReportRepository } from '../persistence/reports/report.repository.js';
import { CLOCK, CONFIG } from '../tokens.js';
import { TemporalClient } from '../temporal/client.js';
import { ReportRequestValidator } from './report-request-validator.js';
import type { ReportRequestBody, TriggeredReport } from './report.dto.js';
import { ReportService } from './report.service.js';

const MAX_KEY_LENGTH = 255;

/** Starts reports. */
@Injectable()
export class ReportTriggerService {
  constructor(
    private readonly reader: ReportService,
    private readonly checks: ReportRequestValidator,
    private readonly reports: ReportRepository,
    private readonly keys: IdempotencyKeyRepository,
    private readonly running: RunningReports,
    private readonly temporal: TemporalClient,
    private readonly audit: AuditTrail,
    @Inject(CONFIG) private readonly config: Config,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Starts a report. The workflow is started first and adds the report, too: once Temporal has it, the report can't get
   * lost, even if this process dies before it adds the row (decision 0004). It counts for an API key.
   * @throws {TooManyReportsError}
   */
  async trigger(requested: ReportRequestBody, caller: Caller): Promise<TriggeredReport> {
    const requestedAt = this.clock();
    const body = await this.checks.restrict(requested, caller);
    await this.checks.validate(body, requestedAt, caller);
    return this.start(this.toRequest(body), { reportId: randomUUID(), requestedAt }, byRequest(caller), caller);
  }

  /** Starts a report as of the same instant and data version as another one, so that its CSV is identical, unless the time zone data are others. */
  async remake(reportId: string, caller: Caller): Promise<TriggeredReport> {
    const { asOf, dataVersion, ...report } = await this.reader.get(reportId, caller);
    if (asOf == null || dataVersion == null) {
      throw new Problem(409, `The report is ${report.status}, and never began: there is nothing to make again.`);
    }
    await this.checks.assertPollsKept(asOf, report.reachHours, report.windows);
    const { interpolation, reachHours } = report;
    const [storeIds, windows] = [report.storeIds ?? null, report.windows ?? null];
    const request = { asOf, storeIds, group: groupOf(report), interpolation, reachHours, windows };
    return this.start(
      request,
      { reportId: randomUUID(), requestedAt: this.clock() },
      {
        trigger: 'remake',
        keyId: caller.keyId,
        pinned: { asOf, dataVersion },
        remadeFrom: { reportId, timeZoneRelease: report.timeZoneRelease ?? null },
      },
      caller,
    );
  }

  /** Starts one report per idempotency key, however often the request is repeated. */
  async triggerOnce(key: string, requested: ReportRequestBody, caller: Caller): Promise<TriggeredReport> {
    if (key.trim() === '' || key.length > MAX_KEY_LENGTH) {
      throw new Problem(
        400,
        `An Idempotency-Key has 1 to ${MAX_KEY_LENGTH} characters; this one has ${key.trim().length}.`,
      );
    }
    const ownKey = ofScope(key, caller.stores);
    const body = await this.checks.restrict(requested, caller);
    const requestSha256 = createHash('sha256').update(JSON.stringify(body)).digest('hex');
    const claimed = (await this.keys.find(ownKey)) ?? (await this.claim(ownKey, body, requestSha256, caller));
    if (claimed.requestSha256 !== requestSha256) {
      throw new Problem(
        422,
        `The Idempotency-Key ${JSON.stringify(key)} stands for report ${claimed.reportId}, which was requested with another body. ` +
          'Use another key for another report.',
      );
    }
    const report = await this.reports.find(claimed.reportId);
    // The process that claimed the key may have died before it started the report. Starting it again is safe.
    return report === null
      ? this.start(this.toRequest(body), claimed, byRequest(caller), caller)
      : { reportId: report.reportId, status: report.status };
  }

  private async claim(
    key: string,
    body: ReportRequestBody,
    requestSha256: string,
    caller: Caller,
  ): Promise<IdempotencyKey> {
    const requestedAt = this.clock();
    await this.checks.validate(body, requestedAt, caller);
    return this.running.claim(key, { reportId: randomUUID(), requestSha256, requestedAt }, caller.keyId);
  }

  private async start(
    request: ReportRequest,
    { reportId, requestedAt }: { reportId: string; requestedAt: Instant },
    origin: ReportOrigin,
    caller: Caller,
  ): Promise<TriggeredReport> {
    const { storeIds, ...asked } = request;
    const after = { ...asked, stores: storeIds?.length ?? null, remadeFrom: origin.remadeFrom?.reportId };
    await this.running.start(reportId, caller.keyId, async () => {
      await this.audit.record(caller, { action: 'request', entity: 'report', entityId: reportId, after });
      await this.temporal.startReport(toGenerateReportInput({ reportId, request, requestedAt, origin }));
      await this.reports.open(reportId, request, requestedAt, origin);
    });
    return { reportId, status: 'Running' };
  }

  private toRequest({ asOf, storeIds, group, interpolation, reachHours, windows }: ReportRequestBody): ReportRequest {
    return {
      asOf,
      storeIds: storeIds === undefined ? null : [...new Set(storeIds)],
      ...(group !== undefined && { group }),
      interpolation,
      reachHours: reachHours ?? this.config.pollReachHours,
      windows: windows ?? null,
    };
  }
}

function byRequest({ keyId }: Caller): ReportOrigin {
  return { trigger: 'request', keyId };
}

/** Returns a key that callers who are limited to other stores can't meet: what theirs stands for is not their business. */
function ofScope(key: string, scope: StoreScope): string {
  if (scope === 'all') return key;
  const stores = createHash('sha256')
    .update(JSON.stringify([...scope].sort()))
    .digest('hex');
  return `${stores} ${key}`;
}
