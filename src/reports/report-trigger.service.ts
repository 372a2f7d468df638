import { createHash, randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import type { Config } from '../config/config.js';
import type { Instant } from '../domain/instant.js';
import type { ReportOrigin, ReportRequest } from '../domain/report.js';
import { Problem } from '../http/problem.js';
import { IdempotencyKeyRepository, type IdempotencyKey } from '../persistence/reports/idempotency-key.repository.js';
import { ReportRepository } from '../persistence/reports/report.repository.js';
import { CLOCK, CONFIG, type Clock } from '../tokens.js';
import { TemporalClient } from '../temporal/client.js';
import { ReportRequestValidator } from './report-request-validator.js';
import type { ReportRequestBody, TriggeredReport } from './report.dto.js';
import { ReportService } from './report.service.js';

const REQUEST: ReportOrigin = { trigger: 'request' };

const MAX_KEY_LENGTH = 255;

/** Begins reports. */
@Injectable()
export class ReportTriggerService {
  constructor(
    private readonly reader: ReportService,
    private readonly checks: ReportRequestValidator,
    private readonly reports: ReportRepository,
    private readonly keys: IdempotencyKeyRepository,
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
    await this.checks.validate(body, requestedAt);
    return this.start(this.toRequest(body), { reportId: randomUUID(), requestedAt }, REQUEST);
  }

  /** Starts a report that describes what another one does, as of the same data version: the same to the byte. */
  async remake(reportId: string): Promise<TriggeredReport> {
    const { asOf, dataVersion, ...report } = await this.reader.get(reportId);
    if (asOf == null || dataVersion == null) {
      throw new Problem(409, `The report is ${report.status}, and never began: there is nothing to make again.`);
    }
    await this.checks.assertPollsKept(asOf, report.reachHours, report.windows);
    const { interpolation, reachHours } = report;
    const [storeIds, windows] = [report.storeIds ?? null, report.windows ?? null];
    const request = { asOf, storeIds, interpolation, reachHours, windows };
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
    if (key.trim() === '' || key.length > MAX_KEY_LENGTH) {
      throw new Problem(
        400,
        `An Idempotency-Key has 1 to ${MAX_KEY_LENGTH} characters; this one has ${key.trim().length}.`,
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

  private async claim(key: string, body: ReportRequestBody, requestSha256: string): Promise<IdempotencyKey> {
    const requestedAt = this.clock();
    await this.checks.validate(body, requestedAt);
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

  private toRequest({ asOf, storeIds, interpolation, reachHours, windows }: ReportRequestBody): ReportRequest {
    return {
      asOf,
      storeIds: storeIds === undefined ? null : [...new Set(storeIds)],
      interpolation,
      reachHours: reachHours ?? this.config.pollReachHours,
      windows: windows ?? null,
    };
  }
}
