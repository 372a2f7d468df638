import { defineQuery, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import {
  REPORT_AS_OF,
  REPORT_STATUS,
  REPORT_TRIGGER,
  type ReportWorkflowProgress,
} from '../src/domain/reports/report-workflow.js';
import type { ReportChunk, ReportStatus, ReportTrigger } from '../src/domain/reports/report.js';
import type { NormalizedPlan } from './legacy-plan.js';

export const reportProgressQuery = defineQuery<ReportWorkflowProgress>('progress');

/**
 * The status that a report's workflow shows: to queries, and on Temporal's page. Search attributes add events to the
 * history, so workflows from before they were introduced do not set them.
 */
export class ReportWorkflowStatus {
  progress: ReportWorkflowProgress = { phase: null, storesDone: 0, storesTotal: null };

  /** Counts the stores of plans that do not number them. */
  private storesNamed = 0;

  constructor(
    private readonly setsSearchAttributes: boolean,
    trigger: ReportTrigger,
  ) {
    if (setsSearchAttributes) {
      upsertSearchAttributes([
        { key: REPORT_STATUS, value: 'Running' },
        { key: REPORT_TRIGGER, value: trigger },
      ]);
    }
    setCurrentDetails('Waits for a worker.');
  }

  recordPlan({ asOf, storesDone, storesTotal }: NormalizedPlan): void {
    if (this.setsSearchAttributes && asOf !== null) {
      upsertSearchAttributes([{ key: REPORT_AS_OF, value: new Date(Math.floor(asOf / 1000)) }]);
    }
    this.update({ phase: 'computing', storesDone, storesTotal });
  }

  /** Describes the stores of a chunk, such as `stores 2001-4000`. */
  describeStores({ firstStore, stores }: ReportChunk): string {
    const first = firstStore ?? this.storesNamed + 1;
    this.storesNamed += stores;
    return `stores ${first}-${first + stores - 1}`;
  }

  recordChunk({ stores }: ReportChunk): void {
    this.update({ ...this.progress, storesDone: this.progress.storesDone + stores });
  }

  recordAssembling(): void {
    this.update({ ...this.progress, phase: 'assembling' });
  }

  recordEnd(status: Exclude<ReportStatus, 'Running'>, reason?: string): void {
    if (this.setsSearchAttributes) upsertSearchAttributes([{ key: REPORT_STATUS, value: status }]);
    this.update({ ...this.progress, phase: null });
    setCurrentDetails(`**${status}**${reason === undefined ? '' : `: ${reason}`}\n\n${this.describeProgress()}`);
  }

  private update(progress: ReportWorkflowProgress): void {
    this.progress = progress;
    const described = this.describeProgress();
    setCurrentDetails(progress.phase === 'assembling' ? `${described} The CSV is being written.` : described);
  }

  private describeProgress(): string {
    const { storesDone, storesTotal } = this.progress;
    return storesTotal === null ? 'No store is known yet.' : `${storesDone} of ${storesTotal} stores are computed.`;
  }
}
