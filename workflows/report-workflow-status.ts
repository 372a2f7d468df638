import { defineQuery, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { ReportChunk } from '../activities/report-activities.js';
import type { ReportProgress } from '../src/domain/progress.js';
import type { ReportOrigin } from '../src/domain/report.js';
import type { NormalizedPlan } from './legacy-plan.js';
import { REPORT_AS_OF, REPORT_STATUS, REPORT_TRIGGER } from '../src/domain/report-search-attributes.js';

export const reportProgressQuery = defineQuery<WorkflowProgress>('progress');

/** What the workflow knows of how far it is; how stores fared, and rows, are in the database. */
export type WorkflowProgress = Omit<ReportProgress, 'storesFailed' | 'rowsWritten'>;

type Outcome = 'Complete' | 'Failed' | 'Cancelled';

/**
 * What a report's workflow tells of itself: to queries, and to who looks at it in Temporal. `isFound` sets search attributes
 * too, which leave events in the history.
 */
export class ReportWorkflowStatus {
  progress: WorkflowProgress = { phase: null, storesDone: 0, storesTotal: null };

  /** Stores of a plan that does not number them, counted as they come. */
  private storesNamed = 0;

  constructor(
    private readonly setsSearchAttributes: boolean,
    trigger: ReportOrigin['trigger'],
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

  /** Which stores a chunk holds, in words. */
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

  recordEnd(outcome: Outcome, reason?: string): void {
    if (this.setsSearchAttributes) upsertSearchAttributes([{ key: REPORT_STATUS, value: outcome }]);
    this.update({ ...this.progress, phase: null });
    setCurrentDetails(`**${outcome}**${reason === undefined ? '' : `: ${reason}`}\n\n${this.storesDoneSentence()}`);
  }

  private update(progress: WorkflowProgress): void {
    this.progress = progress;
    setCurrentDetails(
      progress.phase === 'assembling'
        ? `${this.storesDoneSentence()} The CSV is being written.`
        : this.storesDoneSentence(),
    );
  }

  private storesDoneSentence(): string {
    const { storesDone, storesTotal } = this.progress;
    return storesTotal === null ? 'No store is known yet.' : `${storesDone} of ${storesTotal} stores are computed.`;
  }
}
