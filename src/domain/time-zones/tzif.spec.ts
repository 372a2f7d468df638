import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isProblem } from '../parse-problem.js';
import { parseTzif } from './tzif.js';
import type { ZoneRules } from './zone-rules.js';

const HOUR = 3_600;

const chicago = new Uint8Array(readFileSync('tzdata/zoneinfo/America/Chicago'));

const seconds = (text: string) => Date.parse(text) / 1000;

function rules(bytes: Uint8Array): ZoneRules {
  const parsed = parseTzif(bytes);
  if (isProblem(parsed)) throw new Error(parsed.problem);
  return parsed;
}

/** A copy with some bytes replaced. */
function changed(at: number, ...values: number[]): Uint8Array {
  const copy = chicago.slice();
  copy.set(values, at);
  return copy;
}

describe('a compiled time zone', () => {
  it.each([
    ['before its first change', '1800-01-01T00:00:00Z', -(5 * HOUR + 50 * 60 + 36)],
    ['between two changes', '1974-07-01T00:00:00Z', -5 * HOUR],
    ['in winter', '2026-01-01T00:00:00Z', -6 * HOUR],
    ['after its last change, by its rule', '2200-07-01T00:00:00Z', -5 * HOUR],
  ])('has the offset of %s', (_when, instant, offset) => {
    expect(rules(chicago).offsetAt(seconds(instant))).toBe(offset);
  });

  it('is read wherever its bytes are in a buffer', () => {
    const padded = new Uint8Array(chicago.length + 3);
    padded.set(chicago, 3);
    expect(rules(padded.subarray(3)).offsetAt(seconds('2026-01-01T00:00:00Z'))).toBe(-6 * HOUR);
  });

  it.each([
    ['without the letters TZif', changed(0, 0x58), 'is not a compiled time zone (TZif)'],
    ['of version 1', changed(4, 0), 'is TZif of version 1, and version 2 or later is required'],
    ['that is empty', new Uint8Array(), 'is not a compiled time zone (TZif)'],
    [
      'with an impossible footer',
      changed(chicago.length - 2, 0x2e),
      expect.stringContaining('is not a POSIX TZ string'),
    ],
  ])('%s is a problem', (_what, bytes, problem) => {
    expect(parseTzif(bytes)).toEqual({ problem });
  });

  it('that is cut short anywhere is a problem', () => {
    for (let length = 0; length < chicago.length; length++) {
      expect([length, isProblem(parseTzif(chicago.subarray(0, length)))]).toEqual([length, true]);
    }
  });

  it('with a leap second is a problem', () => {
    const right = 'TZif2'.padEnd(20, '\0');
    const header = Buffer.alloc(24);
    header.writeUInt32BE(1, 8);
    header.writeUInt32BE(1, 16);
    header.writeUInt32BE(4, 20);
    const block = (timeBytes: number) =>
      Buffer.concat([Buffer.from(right), header, Buffer.alloc(6 + 4 + timeBytes + 4)]);
    const bytes = Buffer.concat([block(4), block(8), Buffer.from('\nUTC0\n')]);
    expect(parseTzif(bytes)).toEqual({ problem: 'counts leap seconds, as the zones of the folder "right" do' });
  });
});
