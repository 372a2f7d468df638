import { defineQuery, setCurrentDetails, upsertSearchAttributes } from '@temporalio/workflow';
import type { ReportChunk } from '../activities/report-activities.js';
import type { ReportProgress } from '../src/domain/progress.js';
import type { ReportOrigin } from '../src/domain/report.js';
import type { KnownPlan } from './legacy-plan.js';
import { REPORT_AS_OF, REPORT_STATUS, REPORT_TRIGGER } from '../src/domain/report-search-attributes.js';

export const reportProgress = defineQuery<WorkflowProgress>('progress');

/** What the workflow knows of how far it is; how stores fared, and rows, are in the database. */
export type WorkflowProgress = Omit<ReportProgress, 'storesFailed' | 'rowsWritten'>;

type Outcome = 'Complete' | 'Failed' | 'Cancelled';

/**
 * What a report's workflow tells of itself: to queries, and to who looks at it in Temporal. `isFound` sets search attributes
 * too, which leave events in the history.
 */
export class ReportStory {
  progress: WorkflowProgress = { phase: null, storesDone: 0, storesTotal: null };

  /** Stores of a plan that does not number them, counted as they come. */
  private counted = 0;

  constructor(
    private readonly isFound: boolean,
    trigger: ReportOrigin['trigger'],
  ) {
    if (isFound) {
      upsertSearchAttributes([
        { key: REPORT_STATUS, value: 'Running' },
        { key: REPORT_TRIGGER, value: trigger },
      ]);
    }
    setCurrentDetails('Waits for a worker.');
  }

  planned({ asOf, storesDone, storesTotal }: KnownPlan): void {
    if (this.isFound && asOf !== null) {
      upsertSearchAttributes([{ key: REPORT_AS_OF, value: new Date(Math.floor(asOf / 1000)) }]);
    }
    this.tell({ phase: 'computing', storesDone, storesTotal });
  }

  /** Which stores a chunk holds, in words. */
  storesOf({ firstStore, stores }: ReportChunk): string {
    const first = firstStore ?? this.counted + 1;
    this.counted += stores;
    return `stores ${first}-${first + stores - 1}`;
  }

  computed({ stores }: ReportChunk): void {
    this.tell({ ...this.progress, storesDone: this.progress.storesDone + stores });
  }

  assembling(): void {
    this.tell({ ...this.progress, phase: 'assembling' });
  }

  ended(outcome: Outcome, reason?: string): void {
    if (this.isFound) upsertSearchAttributes([{ key: REPORT_STATUS, value: outcome }]);
    this.tell({ ...this.progress, phase: null });
    setCurrentDetails(`**${outcome}**${reason === undefined ? '' : `: ${reason}`}\n\n${this.done()}`);
  }

  private tell(progress: WorkflowProgress): void {
    this.progress = progress;
    setCurrentDetails(progress.phase === 'assembling' ? `${this.done()} The CSV is being written.` : this.done());
  }

  private done(): string {
    const { storesDone, storesTotal } = this.progress;
    return storesTotal === null ? 'No store is known yet.' : `${storesDone} of ${storesTotal} stores are computed.`;
  }
}
