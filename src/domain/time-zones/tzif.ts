import { isProblem, type ParseProblem } from '../parse-problem.js';
import { parsePosixRule, type PosixRule } from './posix-rule.js';
import { ZoneRules } from './zone-rules.js';

const HEADER_BYTES = 44;
const MAX_FOOTER_BYTES = 256;
const LINE_FEED = 0x0a;

/** What a header counts: RFC 9636, 3.1. */
interface Counts {
  readonly isUtc: number;
  readonly isStandard: number;
  readonly leapSeconds: number;
  readonly times: number;
  readonly types: number;
  readonly characters: number;
}

/** Whether bytes begin like a compiled time zone. */
export function isTzif(bytes: Uint8Array): boolean {
  return text(bytes.subarray(0, 4)) === 'TZif';
}

/** Parses a compiled time zone: RFC 9636, version 2 or later, without leap seconds. */
export function parseTzif(bytes: Uint8Array): ZoneRules | ParseProblem {
  if (!isTzif(bytes)) return { problem: 'is not a compiled time zone (TZif)' };
  const first = readCounts(bytes, 0);
  if (first === null) return CUT_SHORT;
  if (bytes[4]! < '2'.charCodeAt(0)) return { problem: 'is TZif of version 1, and version 2 or later is required' };
  // The first block is for readers that know 32-bit times only.
  const secondHeader = HEADER_BYTES + blockBytes(first, 4);
  const counts = readCounts(bytes, secondHeader);
  if (counts === null) return CUT_SHORT;
  if (counts.types === 0) return { problem: 'has no offset' };
  if (counts.leapSeconds > 0) return { problem: 'counts leap seconds, as the zones of the folder "right" do' };
  return parseBlock(bytes, secondHeader + HEADER_BYTES, counts);
}

const CUT_SHORT: ParseProblem = { problem: 'is cut short' };

function parseBlock(bytes: Uint8Array, begin: number, counts: Counts): ZoneRules | ParseProblem {
  const end = begin + blockBytes(counts, 8);
  if (end >= bytes.length) return CUT_SHORT;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const typesFrom = begin + counts.times * 8;
  const offsetsFrom = typesFrom + counts.times;

  const changes = new Float64Array(counts.times);
  const offsets = new Float64Array(counts.times + 1);
  offsets[0] = view.getInt32(offsetsFrom);
  for (let i = 0; i < counts.times; i++) {
    changes[i] = Number(view.getBigInt64(begin + i * 8));
    if (i > 0 && changes[i]! <= changes[i - 1]!) return { problem: 'has changes that are not in order' };
    const type = bytes[typesFrom + i]!;
    if (type >= counts.types) return { problem: 'has a change to an offset that it does not list' };
    offsets[i + 1] = view.getInt32(offsetsFrom + type * 6);
  }
  const footer = parseFooter(bytes.subarray(end));
  return isProblem(footer) ? footer : new ZoneRules(changes, offsets, footer);
}

/** The rule after the last change, between two line feeds; null if there is none. */
function parseFooter(bytes: Uint8Array): PosixRule | null | ParseProblem {
  const length = bytes.subarray(1, MAX_FOOTER_BYTES).indexOf(LINE_FEED);
  if (bytes[0] !== LINE_FEED || length === -1) return CUT_SHORT;
  if (length === 0) return null;
  const footer = text(bytes.subarray(1, 1 + length));
  const rule = parsePosixRule(footer);
  return isProblem(rule) ? { problem: `ends with ${JSON.stringify(footer)}, which ${rule.problem}` } : rule;
}

/** Null if the bytes end before. */
function readCounts(bytes: Uint8Array, begin: number): Counts | null {
  if (begin + HEADER_BYTES > bytes.length) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset + begin, HEADER_BYTES);
  const [isUtc, isStandard, leapSeconds, times, types, characters] = [20, 24, 28, 32, 36, 40].map((at) =>
    view.getUint32(at),
  );
  return {
    isUtc: isUtc!,
    isStandard: isStandard!,
    leapSeconds: leapSeconds!,
    times: times!,
    types: types!,
    characters: characters!,
  };
}

function blockBytes({ isUtc, isStandard, leapSeconds, times, types, characters }: Counts, timeBytes: number): number {
  return times * (timeBytes + 1) + types * 6 + characters + leapSeconds * (timeBytes + 4) + isStandard + isUtc;
}

function text(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}
