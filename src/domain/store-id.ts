import type { ParseProblem } from './parse-problem.js';

export const MAX_STORE_ID_LENGTH = 255;

/** Texts that PostgreSQL can compare with a store id: everything but NUL. */
export const STORABLE_TEXT = /^[^\0]+$/;

/** What most ids are: found valid by one look, as millions are looked at. */
const PLAIN_ID = /^[\w-]+$/;

const CONTROL_CHARACTER = /\p{Cc}/u;

/** For clients: what `storeIdProblem` accepts, apart from the length, in the syntax of every regular expression. */
export const PRINTABLE_NOT_BLANK =
  '^[^\\u0000-\\u001F\\u007F-\\u009F\\uFFFD]*[^\\s\\u0000-\\u001F\\u007F-\\u009F\\uFEFF\\uFFFD][^\\u0000-\\u001F\\u007F-\\u009F\\uFFFD]*$';

/**
 * Checks a store id. Ids are opaque: every text of printable characters is one, as it is. This is the only place that knows
 * which texts are store ids.
 */
export function storeIdProblem(text: string): ParseProblem | null {
  if (text.length <= MAX_STORE_ID_LENGTH && PLAIN_ID.test(text)) return null;
  if (text.trim() === '') return { problem: 'is empty' };
  const length = countCharacters(text);
  if (length > MAX_STORE_ID_LENGTH) {
    return { problem: `has ${length} characters; at most ${MAX_STORE_ID_LENGTH} are allowed` };
  }
  if (!STORABLE_TEXT.test(text)) return { problem: 'contains a NUL character' };
  if (CONTROL_CHARACTER.test(text)) return { problem: 'contains a line break or another control character' };
  if (text.includes('\uFFFD')) return { problem: 'contains bytes that are not UTF-8' };
  if (!text.isWellFormed()) return { problem: 'contains half a character' };
  return null;
}

/** What spreadsheets and data frames make of long numbers: `9.20033E+18`, `257000000000000.0`. */
const SPREADSHEET_NUMBER = /^\d+(?:[.,]\d+)?E\+\d+$|^\d+[.,]0$/i;

/** Whether an id looks like a number that a spreadsheet has rounded or reformatted. */
export function isSpreadsheetNumber(storeId: string): boolean {
  return !PLAIN_ID.test(storeId) && SPREADSHEET_NUMBER.test(storeId);
}

/** Whether PostgreSQL can look up this id. Earlier versions have stored ids that are invalid by the current rules. */
export function isStorable(text: string): boolean {
  return STORABLE_TEXT.test(text);
}

/** Counts code points. */
function countCharacters(text: string): number {
  return text.length <= MAX_STORE_ID_LENGTH ? text.length : Array.from(text).length;
}

/** Compares store ids as the database does: by their bytes in UTF-8, which is the order of their code points. */
export function compareStoreIds(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let index = 0; index < length; index++) {
    const [x, y] = [a.charCodeAt(index), b.charCodeAt(index)];
    if (x !== y) return isSurrogate(x) === isSurrogate(y) ? x - y : isSurrogate(x) ? 1 : -1;
  }
  return a.length - b.length;
}

/** Half of a code point beyond the 16 bits of all others. */
function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
