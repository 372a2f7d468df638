import { dropRejects } from '../proxies.js';

/** Drops the rejected rows of imports that ended more than `days` days ago, and returns the number of imports. */
export async function dropOldRejects(days: number): Promise<number> {
  return dropRejects(days);
}
