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
const NUMBER = /^[1-9]\d{0,8}$/;

/** Reads the address. What it can't mean is left out. */
export function parseStoreSearch({ first, last, asOf, dataVersion }: Record<string, unknown>): StoreSearch {
  return {
    ...(isLike(DATE, first) && { first }),
    ...(isLike(DATE, last) && { last }),
    ...(typeof asOf === 'string' && !Number.isNaN(Date.parse(asOf)) && { asOf }),
    ...(isLike(NUMBER, dataVersion) && { dataVersion }),
  };
}

function isLike(pattern: RegExp, value: unknown): value is string {
  return typeof value === 'string' && pattern.test(value);
}

const DAY_MS = 86_400_000;

/** Returns a date some days later, or earlier if they are negative. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}
