import { Injectable } from '@nestjs/common';
import type { CsvFile } from '../http/csv-response.js';
import { StoreRepository } from '../persistence/stores/store.repository.js';
import { ReportTriggerService } from '../reports/report-trigger.service.js';
import { reportRequestSchema } from '../reports/report.dto.js';
import { ReportService } from '../reports/report.service.js';

/** The answer to a first-generation client: its report as JSON, or its CSV. */
export interface CompatReport {
  readonly status: string;
  readonly content: { readonly json: object } | { readonly csv: CsvFile };
}

/** The first generation of routes, in terms of reports. */
@Injectable()
export class CompatService {
  constructor(
    private readonly reports: ReportService,
    private readonly triggers: ReportTriggerService,
    private readonly stores: StoreRepository,
  ) {}

  async trigger(keyId: string | null, storeIds?: string[]): Promise<{ report_id: string }> {
    const { reportId } = await this.triggers.trigger(reportRequestSchema.parse({ storeIds }), keyId);
    return { report_id: reportId };
  }

  /** Unlike a report on several stores, one on an unknown store is answered with 404. */
  async triggerStore(storeId: string, keyId: string | null): Promise<{ report_id: string }> {
    await this.stores.get(storeId);
    return this.trigger(keyId, [storeId]);
  }

  /** Returns the CSV of a complete report, or its description if the client accepts nothing but JSON. */
  async report(reportId: string, accept: string): Promise<CompatReport> {
    const report = await this.reports.get(reportId);
    const { status, error } = report;
    if (status !== 'Complete') return { status, content: { json: { status, ...(error == null ? {} : { error }) } } };
    if (acceptsOnlyJson(accept)) {
      return { status, content: { json: { status, file: 'report.csv', url: `/reports/${reportId}/csv` } } };
    }
    return { status, content: { csv: { ...(await this.reports.csvFile(reportId)), name: 'report.csv' } } };
  }
}

/** Clients that accept anything got the CSV in the first generation. */
function acceptsOnlyJson(accept: string): boolean {
  return accept.includes('application/json') && !accept.includes('text/csv') && !accept.includes('*/*');
}
