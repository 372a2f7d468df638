const MAX_REMEMBERED = 5_000;

/** Longer texts are not what columns with few values have. */
const MAX_LENGTH = 40;

/**
 * Returns a parser that remembers what it found: a column of times, days or dates has few texts, and files have millions of rows.
 * `parse` must not return undefined.
 */
export function remembered<T>(parse: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    let value = known.get(text);
    if (value !== undefined || text.length > MAX_LENGTH) return value ?? parse(text);
    value = parse(text);
    if (known.size >= MAX_REMEMBERED) known.clear();
    // A copy: a slice of a block would keep the whole block in memory.
    known.set(Buffer.from(text).toString(), value);
    return value;
  };
}
