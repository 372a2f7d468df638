import type { ParseProblem } from '../parse-problem.js';
import { MAX_TARGET } from './target.js';

/** What is said of a store beside its calendar and its polls. Rules 23 and 25. */
export interface StoreAttributes {
  readonly name: string | null;
  /** The value of each group kind. */
  readonly groups: Readonly<Record<string, string>>;
  /** In per cent of the observed open time; null: that of its groups, or the default. */
  readonly target: number | null;
  /** What an open hour is worth, in a currency of the user's. */
  readonly valuePerHour: number | null;
}

/** Some attributes. A field or a group kind that is missing stays as it is; null removes it. */
export interface AttributeChange {
  readonly name?: string | null;
  readonly groups?: Readonly<Record<string, string | null>>;
  readonly target?: number | null;
  readonly valuePerHour?: number | null;
}

export const NO_ATTRIBUTES: StoreAttributes = { name: null, groups: {}, target: null, valuePerHour: null };

export const MAX_NAME_LENGTH = 255;
export const MAX_VALUE_PER_HOUR = 999_999_999;

const DECIMAL = /^\d{1,12}(?:\.\d{1,9})?$/;

/** Parses a target such as `99.5`. It has at most three decimals. */
export function parseTarget(text: string): number | ParseProblem {
  const target = parseDecimal(text);
  if (target === null || target <= 0 || target > MAX_TARGET) {
    return { problem: `is not a number of per cent, more than 0 and up to ${MAX_TARGET}` };
  }
  return hasDecimals(target, 3) ? { problem: 'has more than three decimals' } : target;
}

/** Parses a value per open hour such as `120.50`. It has at most two decimals. */
export function parseValuePerHour(text: string): number | ParseProblem {
  const value = parseDecimal(text);
  if (value === null || value > MAX_VALUE_PER_HOUR) {
    return { problem: `is not an amount from 0 to ${MAX_VALUE_PER_HOUR}` };
  }
  return hasDecimals(value, 2) ? { problem: 'has more than two decimals' } : value;
}

function parseDecimal(text: string): number | null {
  return DECIMAL.test(text) ? Number(text) : null;
}

/** Whether a number has more decimals than some. */
export function hasDecimals(value: number, most: number): boolean {
  return Number(value.toFixed(most)) !== value;
}

/** Returns the attributes after a change. */
export function changed(current: StoreAttributes, change: AttributeChange): StoreAttributes {
  const groups = { ...current.groups, ...change.groups };
  const kinds = Object.keys(groups)
    .filter((kind) => groups[kind] !== null)
    .sort();
  return {
    name: change.name === undefined ? current.name : change.name,
    groups: Object.fromEntries(kinds.map((kind) => [kind, groups[kind]!])),
    target: change.target === undefined ? current.target : change.target,
    valuePerHour: change.valuePerHour === undefined ? current.valuePerHour : change.valuePerHour,
  };
}
