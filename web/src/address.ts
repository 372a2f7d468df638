type Search = Record<string, string | string[]>;

/**
 * Reads the search parameters of an address as texts, one that is repeated as a list. The router's own way reads what looks
 * like a number as one, and many store ids are too large for that.
 */
export function parseAddress(search: string): Search {
  const parameters = new URLSearchParams(search);
  return Object.fromEntries(
    [...new Set(parameters.keys())].map((name) => {
      const values = parameters.getAll(name);
      return [name, values.length === 1 ? values[0]! : values];
    }),
  );
}

/** Writes search parameters so that `parseAddress` reads them. What is no single value is left out. */
export function formatAddress(search: Record<string, unknown>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) {
    for (const one of [value].flat()) if (isValue(one)) parameters.append(name, String(one));
  }
  const text = parameters.toString();
  return text === '' ? '' : `?${text}`;
}

function isValue(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

/** Whether a search parameter is a text that says something. */
export function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}
