import { Problem } from './problem.js';

/** The answer to a request beyond a limit, which says when to come back. */
export function tooManyRequests(
  reason: string,
  retryAfterSeconds: number,
  headers: Readonly<Record<string, string>> = {},
): Problem {
  const seconds = retryAfterSeconds === 1 ? 'second' : 'seconds';
  return new Problem(429, `${reason} Try again in ${retryAfterSeconds} ${seconds}.`, undefined, {
    'retry-after': String(retryAfterSeconds),
    ...headers,
  });
}
