/** Which days of a store are shown, and as of what, as the address says it. */
export interface StoreSearch {
  /** The first and the last local date; by default the seven days up to the newest poll. */
  readonly first?: string | undefined;
  readonly last?: string | undefined;
  /** The as-of instant; the newest poll by default. */
  readonly asOf?: string | undefined;
  /** The data version; the newest by default. */
  readonly dataVersion?: string | undefined;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})$/;
const NUMBER = /^[1-9]\d{0,8}$/;

/** Reads the address. What it can't mean is left out. */
export function parseStoreSearch({ first, last, asOf, dataVersion }: Record<string, unknown>): StoreSearch {
  return {
    ...(isLike(DATE, first) && { first }),
    ...(isLike(DATE, last) && { last }),
    ...(isLike(INSTANT, asOf) && !Number.isNaN(Date.parse(asOf)) && { asOf }),
    ...(isLike(NUMBER, dataVersion) && { dataVersion }),
  };
}

function isLike(pattern: RegExp, value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value);
}

/** The as-of instant as the form shows it: UTC, to the second. */
export function asOfField({ asOf }: StoreSearch): string {
  return asOf === undefined ? '' : new Date(asOf).toISOString().slice(0, 'YYYY-MM-DDTHH:MM:SS'.length);
}

/**
 * Reads the form over what was shown. An as-of instant that was not touched keeps its microseconds and its data version; a new
 * one is of the newest data.
 */
export function readRange(form: Record<string, unknown>, shown: StoreSearch): StoreSearch {
  const { first, last, asOf } = form;
  const isUntouched = asOf === asOfField(shown);
  const pinned = isUntouched ? { asOf: shown.asOf, dataVersion: shown.dataVersion } : { asOf: `${String(asOf)}Z` };
  return parseStoreSearch({ first, last, ...pinned });
}
