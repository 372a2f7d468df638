import { z } from 'zod';
import { SECOND, type Instant } from '../../domain/instant.js';
import { estimateRemaining, REPORT_PHASES, type ReportProgress } from '../../domain/progress.js';
import type { Report } from '../../persistence/reports/report.entity.js';

export const progressSchema = z
  .strictObject({
    phase: z
      .enum(REPORT_PHASES)
      .nullable()
      .meta({ description: 'Null before it begins and after its end. While assembling, the CSV is written.' }),
    storesDone: z.int(),
    storesTotal: z.int().nullable(),
    storesFailed: z.int().meta({ description: "Of those done, the stores that can't be computed: `failedStores`." }),
    rowsWritten: z.int().meta({ description: 'Of the CSV.' }),
    secondsLeft: z.number().nullable().meta({ description: 'Estimated from the pace so far; null without one.' }),
  })
  .meta({ id: 'ReportProgress' });

export type ProgressDto = z.infer<typeof progressSchema>;

/** What is told of how far a report is, as the database keeps it. */
export type StoredProgress = Pick<Report, 'storesDone' | 'storesFailed' | 'rowsWritten'> & {
  readonly [Key in 'phase' | 'storesTotal' | 'phaseSince' | 'phaseDone']?: Report[Key];
};

export function toProgressDto(stored: StoredProgress, now: Instant): ProgressDto {
  const { storesDone, storesFailed, rowsWritten, phaseSince, phaseDone } = stored;
  const [phase, storesTotal] = [stored.phase ?? null, stored.storesTotal ?? null];
  const progress: ReportProgress = { phase, storesDone, storesTotal, storesFailed, rowsWritten };
  const beginning = phaseSince == null || phaseDone == null ? null : { since: phaseSince, done: phaseDone };
  const left = estimateRemaining(progress, beginning, now);
  return { ...progress, secondsLeft: left === null ? null : Math.round(left / SECOND_TENTH) / 10 };
}

/** An estimate is not known any better. */
const SECOND_TENTH = SECOND / 10;
