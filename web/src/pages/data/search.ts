/** Which imports the list shows, as the address says it; all of them by default. */
export interface ImportsSearch {
  readonly only?: 'Failed' | 'Running' | 'rejects' | undefined;
}

export const IMPORT_FILTERS = [
  [undefined, 'All'],
  ['rejects', 'With rejected rows'],
  ['Failed', 'Failed'],
  ['Running', 'Running'],
] as const;

/** Reads the address. What it can't mean is left out. */
export function parseImportsSearch({ only }: Record<string, unknown>): ImportsSearch {
  const known = IMPORT_FILTERS.map(([filter]) => filter).find((filter) => filter !== undefined && filter === only);
  return known === undefined ? {} : { only: known };
}
