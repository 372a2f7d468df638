import { StandardSchemaValidationPipe } from '@nestjs/common';
import { formatPath, Problem, type FieldProblem } from './problems/problem.js';

interface Issue {
  readonly message: string;
  readonly path?: readonly (PropertyKey | { key: PropertyKey })[] | undefined;
}

/** Invalid values that one response lists. */
const MAX_LISTED = 20;

/** Validates parameters by their schemas. A request that does not fit is answered with 400, which lists the values. */
export function validationPipe(): StandardSchemaValidationPipe {
  return new StandardSchemaValidationPipe({ exceptionFactory: toValidationProblem });
}

function toValidationProblem(issues: readonly Issue[]): Problem {
  const errors = issues
    .slice(0, MAX_LISTED)
    .map((issue): FieldProblem => ({ path: pathOf(issue), message: issue.message }));
  const summary = errors.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ');
  const more = issues.length > MAX_LISTED ? `; and ${issues.length - MAX_LISTED} more` : '';
  return new Problem(400, `The request can't be used: ${summary}${more}.`, errors);
}

function pathOf({ path = [] }: Issue): string {
  return formatPath(path.map((segment) => (typeof segment === 'object' ? segment.key : segment)));
}
