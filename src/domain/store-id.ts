import type { ParseProblem } from './parse-problem.js';

export const MAX_STORE_ID_LENGTH = 255;

/** Texts that PostgreSQL can compare with a store id: everything but NUL. */
export const STORABLE_TEXT = /^[^\0]+$/;

/**
 * Checks a store id. Ids are opaque: every text that PostgreSQL can store is one, as it is. This is the only place that
 * knows which texts are store ids.
 */
export function storeIdProblem(text: string): ParseProblem | null {
  if (text.trim() === '') return { problem: 'is empty' };
  if (text.length > MAX_STORE_ID_LENGTH) {
    return { problem: `has ${text.length} characters; at most ${MAX_STORE_ID_LENGTH} are allowed` };
  }
  if (!STORABLE_TEXT.test(text)) return { problem: 'contains a NUL character' };
  if (text.includes('\uFFFD')) return { problem: 'contains bytes that are not UTF-8' };
  if (!text.isWellFormed()) return { problem: 'contains half a character' };
  return null;
}

/** Whether a store of this id can be known. Ids that cannot be stored need not, and may not, be looked up. */
export function isStoreId(text: string): boolean {
  return storeIdProblem(text) === null;
}
