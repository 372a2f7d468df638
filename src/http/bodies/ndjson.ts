/** Takes the place of a line that is not JSON, so that the other lines can be used. */
export class NotJson {
  constructor(readonly text: string) {}
}

/** Parses a text with one JSON value per line. Empty lines are ignored. */
export function parseNdjson(text: string): unknown[] {
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map(parseLine);
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch (error) {
    if (error instanceof SyntaxError) return new NotJson(line);
    throw error;
  }
}
