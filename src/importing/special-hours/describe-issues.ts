import type { z } from 'zod';
import type { NotTaken } from './uploaded-dates.js';

/** What a part of an upload, at `path`, has that its schema does not take. */
export function describeIssues({ issues }: z.ZodError, path: string): NotTaken[] {
  return issues.map((issue) => ({ where: path + formatPath(issue.path), reason: issue.message }));
}

function formatPath(path: readonly PropertyKey[]): string {
  return path.map((key) => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`)).join('');
}
