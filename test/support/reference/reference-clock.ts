import { HOUR, SECOND, type Instant, type Microseconds } from '../../../src/domain/time/instant.js';

/** A period in which a zone has one offset from UTC. */
export interface SteadyOffset {
  readonly from: Instant;
  readonly to: Instant;
  readonly offset: Microseconds;
}

const formats = new Map<string, Intl.DateTimeFormat>();
const offsets = new Map<string, Map<number, Microseconds>>();

/** Parses an offset from UTC as the platform formats it: `GMT`, `GMT-05:00`, `GMT-00:44:30`. */
export function offsetAt(timeZone: string, millis: number): Microseconds {
  const known = offsets.get(timeZone) ?? new Map<number, Microseconds>();
  offsets.set(timeZone, known);
  let offset = known.get(millis);
  if (offset === undefined) known.set(millis, (offset = printedOffset(timeZone, millis)));
  return offset;
}

function printedOffset(timeZone: string, millis: number): Microseconds {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    formats.set(timeZone, format);
  }
  const [, sign, hours = '0', minutes = '0', seconds = '0'] =
    /GMT(?:([+-])(\d+):(\d+)(?::(\d+))?)?$/.exec(format.format(millis)) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds)) * SECOND;
}

/** Finds every offset of a zone between two instants: checks each `step`, and bisects where the offset changed. */
export function steadyOffsets(timeZone: string, from: Instant, to: Instant, step: Microseconds = HOUR): SteadyOffset[] {
  const stepMillis = step / 1000;
  const first = Math.floor(from / step) * stepMillis;
  const last = Math.ceil(to / step) * stepMillis;
  const found: SteadyOffset[] = [];
  let since = first;
  for (let millis = first; millis < last; millis += stepMillis) {
    const offset = offsetAt(timeZone, millis);
    if (offset === offsetAt(timeZone, millis + stepMillis)) continue;
    let [before, after] = [millis, millis + stepMillis];
    while (after - before > 1) {
      const middle = Math.floor((before + after) / 2);
      if (offsetAt(timeZone, middle) === offset) before = middle;
      else after = middle;
    }
    found.push({ from: since * 1000, to: after * 1000, offset });
    since = after;
  }
  found.push({ from: since * 1000, to: last * 1000, offset: offsetAt(timeZone, last) });
  return found;
}

/**
 * Returns the instant of a local time by definition: the first instant at which the zone's clock shows it. If it never does,
 * the instant at which it would have shown it if the clock had not changed.
 */
export function localToInstant(local: number, clock: readonly SteadyOffset[]): Instant {
  for (const { from, to, offset } of clock) {
    const instant = local - offset;
    if (from <= instant && instant < to) return instant;
  }
  for (const { to, offset } of [...clock].reverse()) {
    if (to + offset <= local) return local - offset;
  }
  throw new RangeError('the local time lies outside the known offsets');
}
