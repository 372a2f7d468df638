import type { Problem } from '../../api/types.gen.js';

/** Whether an error is the problem document of an answer. Otherwise the API gave no answer. */
export function isProblem(error: unknown): error is Problem {
  return typeof error === 'object' && error !== null && 'status' in error && 'title' in error;
}

/** What an error means to a person. */
export function describeError(error: unknown): { title: string; detail: string } {
  if (isProblem(error)) return { title: error.title, detail: error.detail };
  return { title: 'No answer', detail: 'The API does not answer. It is asked again until it does.' };
}

/** An answer that is a mistake of the request is the same the next time; no answer, or an overload, is not. */
export function isWorthRetrying(failures: number, error: unknown): boolean {
  if (!isProblem(error)) return true;
  return error.status >= 500 && failures < MAX_RETRIES;
}

const MAX_RETRIES = 3;
