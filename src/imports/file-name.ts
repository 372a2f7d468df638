const MAX_LENGTH = 255;

/** Returns the name that an import has for a file that a client calls so: without control characters, and not too long. */
export function toFileName(given: string): string {
  const name = given.replaceAll(/\p{Cc}/gu, '').slice(0, MAX_LENGTH);
  return name === '' ? 'upload' : name;
}
