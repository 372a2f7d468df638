import { dropReports } from './proxies.js';

/** Drops the reports that ended more than so many days ago, and tells how many. */
export async function dropOldReports(days: number): Promise<number> {
  return dropReports(days);
}
