/** What stands for a line that is no JSON, where the others are read all the same. */
export class NotJson {
  constructor(readonly text: string) {}
}

/** Reads a body of one JSON value a line. Empty lines are passed over. */
export function parseNdjson(
  _request: unknown,
  body: Buffer,
  done: (error: Error | null, values: unknown[]) => void,
): void {
  const lines = body
    .toString()
    .split('\n')
    .filter((line) => line.trim() !== '');
  done(null, lines.map(parseLine));
}

function parseLine(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return new NotJson(line);
  }
}
