import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
  })
  .meta({ id: 'Problem', description: 'What went wrong and what to do about it: RFC 9457.' });

export type ProblemDocument = z.infer<typeof problemSchema>;

/** One wrong value: where it stands in the request, and what is expected there. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** A request that can't be served, in words for whoever sent it. Becomes a problem document at the edge. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly errors?: readonly FieldProblem[],
  ) {
    super(detail);
    this.name = 'Problem';
  }

  toDocument(): ProblemDocument {
    return {
      type: 'about:blank',
      title: STATUS_CODES[this.status] ?? 'Error',
      status: this.status,
      detail: this.detail,
      ...(this.errors === undefined ? {} : { errors: this.errors.map((error) => ({ ...error })) }),
    };
  }
}
