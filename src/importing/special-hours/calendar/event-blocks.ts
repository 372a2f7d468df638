import type { ParseProblem } from '../../../domain/parse-problem.js';
import type { NotTaken } from '../uploaded-dates.js';

/** The lines of an event, from its BEGIN to its END. */
export interface EventBlock {
  /** Of its BEGIN; the first one is 1. */
  readonly line: number;
  readonly lines: readonly string[];
}

export interface EventBlocks {
  readonly blocks: readonly EventBlock[];
  readonly notTaken: readonly NotTaken[];
}

const EVENT = 'VEVENT';
const CALENDAR = 'VCALENDAR';

/** What may be in a calendar besides events, and says nothing of dates. */
const SILENT = new Set([CALENDAR, 'VTIMEZONE', EVENT]);

/**
 * Divides a calendar into its events, so that each is read by itself: a damaged one does not keep the others out, and its
 * line is known.
 */
export function splitEvents(text: string): EventBlocks | ParseProblem {
  const lines = text.split(/\r\n|\n|\r/);
  const first = lines.findIndex((line) => line.trim() !== '');
  if (first === -1 || !isMark(lines[first]!, 'BEGIN', CALENDAR)) {
    return { problem: 'it is no calendar: its first line is not BEGIN:VCALENDAR' };
  }
  const splitter = new EventSplitter();
  lines.forEach((line, index) => splitter.read(line, index + 1));
  return splitter.end();
}

const MARK = /^(BEGIN|END):(.*)$/i;

function isMark(line: string, kind: string, name: string): boolean {
  const [, kindOfLine, nameOfLine] = MARK.exec(line.trimEnd()) ?? [];
  return kindOfLine?.toUpperCase() === kind && nameOfLine?.trim().toUpperCase() === name;
}

class EventSplitter {
  private readonly blocks: EventBlock[] = [];
  private readonly notTaken: NotTaken[] = [];
  /** The components around a line, the outermost first. */
  private open: { readonly name: string; readonly line: number }[] = [];
  private event: { line: number; lines: string[] } | null = null;

  read(line: string, number: number): void {
    this.event?.lines.push(line);
    const [, kind, rest] = MARK.exec(line.trimEnd()) ?? [];
    const name = rest?.trim().toUpperCase();
    if (kind === undefined || name === undefined) this.assertProperty(line, number);
    else if (kind.toUpperCase() === 'BEGIN') this.begin(name, line, number);
    else this.close(name, number);
  }

  end(): EventBlocks {
    for (const { name, line } of this.open) this.refuse(line, `${name} has no end: is the file whole?`);
    return { blocks: this.blocks, notTaken: this.notTaken };
  }

  /** A broken line of an event is found when the event is read. */
  private assertProperty(line: string, number: number): void {
    const continues = line.startsWith(' ') || line.startsWith('\t');
    if (this.event === null && !continues && line.trim() !== '' && !line.includes(':')) {
      this.refuse(number, `${JSON.stringify(line.slice(0, 60))} is no line of a calendar`);
    }
  }

  private begin(name: string, line: string, number: number): void {
    if (name === EVENT) {
      this.unwind(this.open.findLastIndex((component) => component.name === CALENDAR) + 1);
      this.event = { line: number, lines: [line] };
    } else if (this.open.at(-1)?.name === CALENDAR && !SILENT.has(name)) {
      this.refuse(number, `${name} is no event`);
    }
    this.open.push({ name, line: number });
  }

  private close(name: string, number: number): void {
    const index = this.open.findLastIndex((component) => component.name === name);
    if (index === -1) {
      this.refuse(number, `END:${name} ends nothing`);
      return;
    }
    this.unwind(index + 1);
    this.open.pop();
    if (name !== EVENT || this.event === null) return;
    this.blocks.push(this.event);
    this.event = null;
  }

  /** Gives up the components that should have ended. */
  private unwind(depth: number): void {
    for (const { name, line } of this.open.slice(depth)) {
      this.refuse(line, `${name} has no end`);
      if (name === EVENT) this.event = null;
    }
    this.open = this.open.slice(0, depth);
  }

  private refuse(line: number, reason: string): void {
    this.notTaken.push({ where: `line ${line}`, reason });
  }
}
