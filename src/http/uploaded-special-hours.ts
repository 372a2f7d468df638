import { isProblem } from '../domain/parse-problem.js';
import { readSpecialHoursUpload, type UploadSettings } from '../importing/special-hours/read-upload.js';
import type { UploadedDates } from '../importing/special-hours/uploaded-dates.js';
import { Problem } from './problems/problem.js';

/** Problems that one response lists. */
const MAX_LISTED = 1_000;

/**
 * Reads an upload of special hours.
 * @throws {Problem} 400 if it is of no known shape, 422 if none of it can be used
 */
export async function readUploadedSpecialHours(body: unknown, settings: UploadSettings): Promise<UploadedDates> {
  const read = await readSpecialHoursUpload(body, settings);
  if (isProblem(read)) throw new Problem(400, `The special hours can't be read: ${read.problem}. Nothing was changed.`);
  const { specialHours, notTaken } = read;
  if (specialHours.length > 0 || notTaken.length === 0) return read;
  throw new Problem(
    422,
    `None of these special hours can be used. The first: ${notTaken[0]!.where}: ${notTaken[0]!.reason}.`,
    notTaken.slice(0, MAX_LISTED).map(({ where, reason }) => ({ path: where, message: reason })),
  );
}
