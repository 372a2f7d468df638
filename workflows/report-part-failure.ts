import { ActivityFailure, isCancellation, rootCause } from '@temporalio/workflow';
import type { ReportPart } from '../src/domain/reports/report.js';

/** A part of the work whose activity failed for good. The message is for people. */
export class ReportPartFailure extends Error {
  constructor(
    readonly part: ReportPart,
    reason: string,
  ) {
    super(reason);
    this.name = 'ReportPartFailure';
  }
}

/** Waits for an activity. If it fails for good, throws `summary` with the innermost reason. */
export async function runPart<T>(part: ReportPart, summary: string, activity: Promise<T>): Promise<T> {
  try {
    return await activity;
  } catch (error) {
    if (!(error instanceof ActivityFailure) || isCancellation(error)) throw error;
    throw new ReportPartFailure(part, `${summary}: ${rootCause(error) ?? error.message}`);
  }
}
