import { isText } from '../../address.js';

/** What a sheet is of, as its address says it. */
export interface SheetSearch {
  /** A group, as `kind:value`; without one, all stores of the report. */
  readonly group?: string | undefined;
  /** The name of a window; the longest by default. */
  readonly window?: string | undefined;
}

/** Reads the address. What it can't mean is left out. */
export function parseSheetSearch(raw: Record<string, unknown>): SheetSearch {
  const { group, window } = raw;
  return { ...(isText(group) && { group }), ...(isText(window) && { window }) };
}
