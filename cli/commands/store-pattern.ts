/**
 * Turns a pattern into a test of store ids. `*` is any text, also none and also line breaks; `?` is one character; all else is
 * itself. The pattern is the whole id.
 */
export function storePattern(pattern: string): (storeId: string) => boolean {
  const source = Array.from(pattern, (character) => WILDCARDS[character] ?? character.replace(SPECIAL, '\\$&')).join(
    '',
  );
  const whole = new RegExp(`^${source}$`, 'su');
  return (storeId) => whole.test(storeId);
}

const SPECIAL = /[\\^$.+()[\]{}|/]/;

const WILDCARDS: Readonly<Record<string, string>> = { '*': '.*', '?': '.' };
