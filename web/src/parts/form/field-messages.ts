import { isProblem } from '../problem/problem.js';

/** What the API says is wrong with a field, or with an item of its list: `windows[1].from` belongs to `windows`. */
export function fieldMessages(error: unknown, path: string): string[] {
  if (!isProblem(error)) return [];
  return (error.errors ?? []).filter((field) => belongsTo(field.path, path)).map(({ message }) => message);
}

/** Whether a path is that of a field, or of a part of it. */
export function belongsTo(path: string, field: string): boolean {
  return path === field || path.startsWith(`${field}[`) || path.startsWith(`${field}.`);
}
