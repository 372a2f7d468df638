/**
 * A failure that callers must expect, such as an unknown id: the request can't be done, but nothing is broken. Each kind is
 * a class of its own; the API maps them to status codes in src/http/problems/problem-mapping.ts.
 */
export abstract class ExpectedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = new.target.name;
  }
}
