import { z } from 'zod';
import { SECOND, type Instant } from '../../domain/time/instant.js';
import { countOutput } from '../../http/schemas.js';
import { estimateRemaining, REPORT_PHASES, type ReportProgress } from '../../domain/reports/progress.js';
import type { Report } from '../../persistence/reports/report.entity.js';

export const progressSchema = z
  .strictObject({
    phase: z.enum(REPORT_PHASES).meta({ id: 'ReportPhase' }).nullable().meta({
      description: 'Null before the report begins and after its end. `assembling`: the CSV is being written.',
    }),
    storesDone: countOutput,
    storesTotal: countOutput.nullable(),
    storesFailed: z
      .int()
      .nonnegative()
      .meta({ description: 'How many of the done stores could not be computed: see `failedStores`.' }),
    rowsWritten: countOutput.meta({ description: 'Rows of the CSV.' }),
    secondsLeft: z
      .number()
      .nullable()
      .meta({ description: 'Estimated from the speed so far; null if it is not known.' }),
  })
  .meta({ id: 'ReportProgress' });

export type ProgressDto = z.infer<typeof progressSchema>;

/** The progress of a report as the database stores it. */
export type StoredProgress = Pick<Report, 'storesDone' | 'storesFailed' | 'rowsWritten'> & {
  readonly [Key in 'phase' | 'storesTotal' | 'phaseSince' | 'phaseDone']?: Report[Key];
};

export function toProgressDto(stored: StoredProgress, now: Instant): ProgressDto {
  const { storesDone, storesFailed, rowsWritten, phaseSince, phaseDone } = stored;
  const [phase, storesTotal] = [stored.phase ?? null, stored.storesTotal ?? null];
  const progress: ReportProgress = { phase, storesDone, storesTotal, storesFailed, rowsWritten };
  const phaseStart = phaseSince == null || phaseDone == null ? null : { since: phaseSince, done: phaseDone };
  const remaining = estimateRemaining(progress, phaseStart, now);
  return { ...progress, secondsLeft: remaining === null ? null : Math.round(remaining / TENTH_OF_SECOND) / 10 };
}

/** Estimates are not more precise than this. */
const TENTH_OF_SECOND = SECOND / 10;
