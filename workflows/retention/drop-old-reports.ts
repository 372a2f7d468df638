import { dropReports } from '../proxies.js';

/** Drops the reports that ended more than `days` days ago, and returns their number. */
export async function dropOldReports(days: number): Promise<number> {
  return dropReports(days);
}
