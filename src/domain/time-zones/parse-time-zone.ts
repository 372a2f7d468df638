import type { ParseProblem } from '../parse-problem.js';
import { candidatesFor } from './name-hints.js';
import { timeZones } from './time-zone-database.js';

/** A zone that a client or a file names. */
export interface NamedTimeZone {
  /** A name of the IANA database in use, in the spelling of the text unless that was a Windows name. */
  readonly timeZone: string;
  /** Whether the text was a name of Windows, such as `Central Standard Time`. */
  readonly isFromWindows: boolean;
}

/** Parses the name of a time zone: of the IANA database in use, in any case, or of Windows. */
export function parseTimeZone(text: string): NamedTimeZone | ParseProblem {
  if (timeZones().has(text)) return { timeZone: text, isFromWindows: false };
  const ofWindows = timeZones().fromWindows(text);
  if (ofWindows !== null) return { timeZone: ofWindows, isFromWindows: true };
  const candidates = candidatesFor(text).filter((name) => timeZones().has(name));
  const problem = 'is not an IANA time zone such as America/Chicago';
  return { problem: candidates.length === 0 ? problem : `${problem} (perhaps ${alternatives(candidates)})` };
}

/** `a`, `a or b`, `a, b or c` */
function alternatives(names: readonly string[]): string {
  return [names.slice(0, -1).join(', '), names.at(-1)].filter((part) => part !== '').join(' or ');
}
