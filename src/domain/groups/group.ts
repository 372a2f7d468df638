import type { ParseProblem } from '../parse-problem.js';

/** The stores that have this value of this kind, such as the value `west` of the kind `region`. Rule 23. */
export interface Group {
  readonly kind: string;
  readonly value: string;
}

export const MAX_KIND_LENGTH = 60;
export const MAX_VALUE_LENGTH = 255;

/** What `parseGroupKind` accepts, for clients. */
export const GROUP_KIND_PATTERN = '^[^:\\u0000-\\u001F\\u007F-\\u009F\\uFFFD]+$';

/** What may be a name of a store or the value of a group, for clients. */
export const PRINTABLE = '^[^\\u0000-\\u001F\\u007F-\\u009F\\uFFFD]+$';

const CONTROL_CHARACTER = /[\p{Cc}\uFFFD]/u;

/** Parses the name of a kind; capital letters become small ones, and blanks around it are dropped. */
export function parseGroupKind(text: string): string | ParseProblem {
  const kind = text.trim().toLowerCase();
  if (kind.includes(':')) return { problem: 'contains a colon, which ends the kind in kind:value' };
  return parseLabel(kind, MAX_KIND_LENGTH);
}

/** Parses the value of a group; blanks around it are dropped. */
export function parseGroupValue(text: string): string | ParseProblem {
  return parseLabel(text.trim(), MAX_VALUE_LENGTH);
}

/** Parses `kind:value`. The value may contain colons. */
export function parseGroup(text: string): Group | ParseProblem {
  const colon = text.indexOf(':');
  if (colon === -1) return { problem: 'is not kind:value, such as region:west' };
  const kind = parseGroupKind(text.slice(0, colon));
  if (typeof kind !== 'string') return { problem: `has a kind that ${kind.problem}` };
  const value = parseGroupValue(text.slice(colon + 1));
  if (typeof value !== 'string') return { problem: `has a value that ${value.problem}` };
  return { kind, value };
}

export function formatGroup({ kind, value }: Group): string {
  return `${kind}:${value}`;
}

/** Checks a text of one line for people. */
export function parseLabel(text: string, maxLength: number): string | ParseProblem {
  if (text === '') return { problem: 'is empty' };
  const length = Array.from(text).length;
  if (length > maxLength) return { problem: `has ${length} characters; at most ${maxLength} are allowed` };
  if (CONTROL_CHARACTER.test(text) || !text.isWellFormed()) {
    return { problem: 'contains a control character, or bytes that are not UTF-8' };
  }
  return text;
}

/** Orders values of a kind as bytes, the stores without one (null) last. */
export function compareGroupValues(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}
