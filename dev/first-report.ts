import { setTimeout as pause } from 'node:timers/promises';
import type { ReportDto } from '../src/reports/report.dto.js';
import { ApiError, type ApiClient } from '../cli/api-client.js';
import { retryWhileUnavailable } from './retry-while-unavailable.js';
import { formatCount, type Terminal } from '../cli/terminal.js';

export type Report = ReportDto;

interface Current {
  readonly dataVersion: number | null;
  readonly timeZoneData: { readonly release: string };
}

const CHECK_INTERVAL_MS = 250;
const MAX_REPORTS = 20;

/** There is no data to report on. */
export class NoDataError extends Error {}

/** Returns a report on every store as of the newest data: an existing one, or a new one. */
export async function newestReport(api: ApiClient, reachHours: number, terminal: Terminal, signal: AbortSignal) {
  const get = <T>(path: string) => retryWhileUnavailable(signal, () => api.get<T>(path));
  const current = await get<Current>('/health/ready');
  const { items } = await get<{ items: Report[] }>(`/reports?limit=${MAX_REPORTS}`);
  const made = items.find((report) => isUpToDate(report, current, reachHours));
  return made ?? (await generateReport(api, terminal, signal));
}

function isUpToDate(report: Report, current: Current, reachHours: number): boolean {
  const { status, dataVersion, timeZoneData, request } = report;
  return (
    status === 'Complete' &&
    dataVersion === current.dataVersion &&
    timeZoneData?.release === current.timeZoneData.release &&
    request.asOf === 'latest' &&
    request.storeIds === null &&
    request.interpolation === 'nearest' &&
    request.reachHours === reachHours
  );
}

async function generateReport(api: ApiClient, terminal: Terminal, signal: AbortSignal): Promise<Report> {
  const reportId = await retryWhileUnavailable(signal, () => trigger(api));
  for (;;) {
    const report = await retryWhileUnavailable(signal, () => api.get<Report>(`/reports/${reportId}`));
    if (report.status === 'Complete') return report;
    if (report.status !== 'Running') throw new Error(report.error ?? `it was ${report.status.toLowerCase()}`);
    const { storesDone, storesTotal } = report.progress;
    terminal.progress(
      `reporting: ${formatCount(storesDone)} of ${storesTotal === null ? '?' : formatCount(storesTotal)} stores`,
    );
    await pause(CHECK_INTERVAL_MS, undefined, { signal });
  }
}

async function trigger(api: ApiClient): Promise<string> {
  try {
    return (await api.post<{ reportId: string }>('/reports', {})).reportId;
  } catch (error) {
    throw error instanceof ApiError && error.status === 422 ? new NoDataError(error.message) : error;
  }
}
