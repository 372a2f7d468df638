/** An object or a list that is not closed yet. */
interface Open {
  /** Null: a list. */
  readonly keys: Set<string> | null;
  /** The current key, or the index. */
  at: string | number;
}

/**
 * Finds a key that an object of a valid JSON text has twice. `JSON.parse` keeps the last of them, so the others would be lost without a
 * word. Returns the path of the first such key; null if there is none.
 */
export function findRepeatedKey(json: string): (string | number)[] | null {
  const open: Open[] = [];
  let isKey = false;
  for (let i = 0; i < json.length; i++) {
    const inner = open.at(-1);
    switch (json.charAt(i)) {
      case '{':
        open.push({ keys: new Set(), at: '' });
        isKey = true;
        break;
      case '[':
        open.push({ keys: null, at: 0 });
        break;
      case '}':
      case ']':
        open.pop();
        isKey = false;
        break;
      case ',':
        isKey = inner!.keys !== null;
        if (typeof inner!.at === 'number') inner!.at++;
        break;
      case ':':
        isKey = false;
        break;
      case '"': {
        const end = endOfString(json, i);
        if (isKey && !addKey(inner!, json.slice(i, end + 1))) return open.map(({ at }) => at);
        i = end;
      }
    }
  }
  return null;
}

/** Whether the key is new to its object. Two spellings of one key are the same: `"a"` and `"\u0061"`. */
function addKey(object: Open, quoted: string): boolean {
  object.at = quoted.includes('\\') ? (JSON.parse(quoted) as string) : quoted.slice(1, -1);
  const isNew = !object.keys!.has(object.at);
  object.keys!.add(object.at);
  return isNew;
}

/** The position of the quote that ends a string. */
function endOfString(json: string, start: number): number {
  let end = start + 1;
  while (json.charAt(end) !== '"') end += json.charAt(end) === '\\' ? 2 : 1;
  return end;
}
