import { STATUS_CODES } from 'node:http';
import { z } from 'zod';

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

const SERVICE_UNAVAILABLE = 503;

/** Clients should repeat a request that was answered 503 after this time. */
const RETRY_AFTER_SECONDS = 5;

export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'What to do about it.' }),
    errors: z
      .array(
        z
          .strictObject({
            path: z
              .string()
              .meta({ description: 'Of the value in the request: `storeIds[3]`, `asOf`; empty for all of it.' }),
            message: z.string(),
          })
          .meta({ id: 'FieldProblem' }),
      )
      .optional(),
  })
  .meta({
    id: 'Problem',
    description: 'What went wrong and what to do about it: RFC 9457.',
    examples: [
      { type: 'about:blank', title: 'Not Found', status: 404, detail: 'There is no store "7". GET /stores lists all.' },
    ],
  });

export type ProblemDocument = z.infer<typeof problemSchema>;

/** An invalid value: its path in the request, and what is expected. */
export interface FieldProblem {
  readonly path: string;
  readonly message: string;
}

/** A request that can't be served. `detail` tells the client why, and what to do. */
export class Problem extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly errors?: readonly FieldProblem[],
    private readonly furtherHeaders: Readonly<Record<string, string>> = {},
  ) {
    super(detail);
    this.name = 'Problem';
  }

  /** The headers of the response, apart from its length. */
  get headers(): Record<string, string> {
    return {
      'content-type': PROBLEM_MEDIA_TYPE,
      ...(this.status === SERVICE_UNAVAILABLE && { 'retry-after': String(RETRY_AFTER_SECONDS) }),
      ...this.furtherHeaders,
    };
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

/** Formats a path in a request: `storeIds[3]`, `asOf`, or empty for the whole body. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`))
    .join('');
}
