/** Why a text could not be parsed: the rest of a sentence that begins with the text, such as "is not an instant". */
export interface ParseProblem {
  readonly problem: string;
}

/** Whether a parser returned a problem instead of a value. */
export function isProblem(parsed: unknown): parsed is ParseProblem {
  return typeof parsed === 'object' && parsed !== null && 'problem' in parsed;
}
