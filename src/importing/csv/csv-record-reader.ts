import { endOfContinuedLine, parseRecord, type CsvRecord } from './csv-record.js';

/** A record with the number of its first line. */
export interface NumberedRecord extends CsvRecord {
  readonly line: number;
}

/** A line that is not valid CSV. */
export interface InvalidLine {
  readonly line: number;
  readonly text: string;
  readonly problem: string;
}

/** In a longer record, a quote is probably never closed. */
const MAX_RECORD_LINES = 1_000;
const MAX_RECORD_LENGTH = 1 << 20;

/**
 * Reads lines into records. A quoted field may span lines; if the record turns out to be invalid, or `isUsable` rejects it,
 * only its first line is invalid, and the following lines are read by themselves: a stray quote loses no other row.
 */
export class CsvRecordReader {
  /** The lines of a record whose quoted field is still open, and the number of the first one. */
  private open: string[] = [];
  private openLength = 0;
  private openLine = 0;

  /** Halved with each record that exceeds it, so that a file of quotes that are never closed is read in linear time. */
  private maxLines = MAX_RECORD_LINES;

  constructor(
    private readonly separator: string,
    /** Checks a record that spans lines. */
    private readonly isUsable: (record: CsvRecord) => boolean,
    private readonly onRecord: (record: NumberedRecord) => void,
    private readonly onInvalidLine: (invalid: InvalidLine) => void,
  ) {}

  /** Whether a record is open, so that the next line must go through `read`. */
  get isOpen(): boolean {
    return this.open.length > 0;
  }

  /** Reads the next line, without its line end. */
  read(line: number, text: string): void {
    const waiting = [text];
    for (let number = line; waiting.length > 0;) {
      const next = waiting.shift()!;
      const swallowed = this.readOne(number, next);
      number++;
      if (swallowed === null) continue;
      number -= swallowed.length;
      waiting.unshift(...swallowed);
    }
  }

  /** Ends the input: an open record is invalid. */
  end(): void {
    while (this.isOpen) {
      const line = this.openLine;
      const swallowed = this.discardOpen(NEVER_ENDS);
      swallowed.forEach((text, index) => this.read(line + 1 + index, text));
    }
  }

  /** Reads one line; returns the lines that must be read again, or null. */
  private readOne(line: number, text: string): string[] | null {
    if (!this.isOpen) {
      if (text === '') return null;
      const parsed = parseRecord(text, this.separator);
      if (parsed === 'open') this.begin(line, text);
      else if (parsed === 'quote-in-field') this.onInvalidLine({ line, text, problem: QUOTE_IN_FIELD });
      else this.onRecord({ ...parsed, line });
      return null;
    }
    this.open.push(text);
    this.openLength += text.length + 1;
    if (this.open.length > this.maxLines || this.openLength > MAX_RECORD_LENGTH) {
      this.maxLines = Math.max(1, this.maxLines >> 1);
      return this.discardOpen(NEVER_ENDS);
    }
    const end = endOfContinuedLine(text, this.separator);
    if (end === 'open') return null;
    const parsed = end === 'complete' ? parseRecord(this.open.join('\n'), this.separator) : end;
    if (typeof parsed === 'string' || !this.isUsable(parsed)) {
      return this.discardOpen('a quoted field begins here and does not end on the same line');
    }
    this.onRecord({ ...parsed, line: this.openLine });
    this.reset();
    return null;
  }

  private begin(line: number, text: string): void {
    this.open = [text];
    this.openLength = text.length;
    this.openLine = line;
  }

  /** Rejects the first line of the open record, and returns the others. */
  private discardOpen(problem: string): string[] {
    const [first, ...others] = this.open;
    this.onInvalidLine({ line: this.openLine, text: first!, problem });
    this.reset();
    return others;
  }

  private reset(): void {
    this.open = [];
    this.openLength = 0;
  }
}

const NEVER_ENDS = 'a quoted field begins here and never ends';
const QUOTE_IN_FIELD = 'something follows the closing quote of a field';
