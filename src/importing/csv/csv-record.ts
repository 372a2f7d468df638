/** A record that was parsed from one or more lines. */
export interface CsvRecord {
  readonly fields: string[];
  /** The positions of fields without quotes around them that contain a quote: valid for some programs, a mistake in ids. */
  readonly strayQuotes: readonly number[];
}

/** `open`: the text ends inside a quoted field, which may go on in the next line. */
export type ParsedRecord = CsvRecord | 'open' | 'quote-in-field';

const QUOTE = '"';

/**
 * Parses a record as RFC 4180 defines it, except that blanks around a quoted field are dropped. `quote-in-field`: something
 * follows a closing quote.
 */
export function parseRecord(text: string, separator: string): ParsedRecord {
  const fields: string[] = [];
  const strayQuotes: number[] = [];
  for (let from = 0; ;) {
    const start = skipBlanks(text, from, separator);
    let end: number;
    if (text[start] === QUOTE) {
      const quoted = parseQuoted(text, start + 1);
      if (quoted === null) return 'open';
      fields.push(quoted.value);
      end = skipBlanks(text, quoted.end, separator);
      if (end < text.length && text[end] !== separator) return 'quote-in-field';
    } else {
      const next = text.indexOf(separator, from);
      end = next === -1 ? text.length : next;
      const field = text.slice(from, end);
      if (field.includes(QUOTE)) strayQuotes.push(fields.length);
      fields.push(field);
    }
    if (end >= text.length) return { fields, strayQuotes };
    from = end + 1;
  }
}

/** Says how a line ends that begins inside a quoted field. */
export function endOfContinuedLine(line: string, separator: string): 'complete' | 'open' | 'quote-in-field' {
  const quoted = parseQuoted(line, 0);
  if (quoted === null) return 'open';
  const end = skipBlanks(line, quoted.end, separator);
  if (end === line.length) return 'complete';
  if (line[end] !== separator) return 'quote-in-field';
  const rest = parseRecord(line.slice(end + 1), separator);
  return typeof rest === 'string' ? rest : 'complete';
}

/** Returns the value up to the closing quote, and the position after it; null if there is no closing quote. */
function parseQuoted(text: string, from: number): { value: string; end: number } | null {
  let value = '';
  for (let start = from; ;) {
    const quote = text.indexOf(QUOTE, start);
    if (quote === -1) return null;
    value += text.slice(start, quote);
    if (text[quote + 1] !== QUOTE) return { value, end: quote + 1 };
    value += QUOTE;
    start = quote + 2;
  }
}

function skipBlanks(text: string, from: number, separator: string): number {
  let position = from;
  while (text[position] === ' ' || (text[position] === '\t' && separator !== '\t')) position++;
  return position;
}
