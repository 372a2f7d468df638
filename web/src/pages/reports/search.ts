import type { ReportStatus, ReportTrigger } from '../../api/types.gen.js';

/** Which reports are listed, as the address says it. */
export interface ReportsSearch {
  readonly status?: ReportStatus | undefined;
  readonly trigger?: ReportTrigger | undefined;
}

export const STATUSES: readonly ReportStatus[] = ['Running', 'Complete', 'Failed', 'Cancelled'];

export const TRIGGERS: readonly (readonly [ReportTrigger, string])[] = [
  ['request', 'on request'],
  ['scheduled', 'by the schedule'],
  ['remake', 'a remake'],
];

/** Reads the address. What it can't mean is left out. */
export function parseReportsSearch(raw: Record<string, unknown>): ReportsSearch {
  const status = STATUSES.find((one) => one === raw.status);
  const trigger = TRIGGERS.map(([one]) => one).find((one) => one === raw.trigger);
  return { ...(status !== undefined && { status }), ...(trigger !== undefined && { trigger }) };
}

export function triggerName(trigger: ReportTrigger): string {
  return TRIGGERS.find(([one]) => one === trigger)![1];
}
