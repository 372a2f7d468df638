import type { Closure, ClosureKind } from '../../domain/calendar/closures.js';
import { bigintAt } from '../connection/copy-decoder.js';
import { POSTGRES_EPOCH } from '../connection/copy-encoder.js';
import { formatInstant } from '../../domain/time/instant.js';

const micros = (column: string) => `extract(epoch from ${column}) * 1000000`;

/** The columns of `ClosureColumns`. Times are in microseconds, of an instant or of a local time. */
export const CLOSURE_COLUMNS = `
  closure.kind,
  coalesce(${micros('starts_at')}, ${micros('starts_local')})::float8,
  coalesce(${micros('ends_at')}, ${micros('ends_local')}, 'infinity')::float8,
  starts_local is not null,
  ends_local is not null`;

export type ClosureColumns = readonly [
  kind: ClosureKind,
  from: number,
  to: number,
  fromIsLocal: boolean,
  toIsLocal: boolean,
];

export function toClosure([kind, from, to, fromIsLocal, toIsLocal]: ClosureColumns): Closure {
  return { kind, from, to, ...(fromIsLocal && { fromIsLocal }), ...(toIsLocal && { toIsLocal }) };
}

/**
 * The SQL expression that encodes a closure for `decodeClosure`: four booleans, of which the last says that it has no end, and the
 * two times (8 bytes each).
 */
export const ENCODED_CLOSURE = `
  boolsend(closure.kind = 'excused') || boolsend(starts_local is not null) || boolsend(ends_local is not null)
  || boolsend(ends_at is null and ends_local is null)
  || coalesce(timestamptz_send(starts_at), timestamp_send(starts_local))
  || coalesce(timestamptz_send(ends_at), timestamp_send(ends_local), int8send(0))`;

export function decodeClosure(view: DataView, from: number): Closure {
  const isOpenEnded = view.getInt8(from + 3) === 1;
  return {
    kind: view.getInt8(from) === 1 ? 'excused' : 'closed',
    from: timeAt(view, from + 4),
    to: isOpenEnded ? Infinity : timeAt(view, from + 12),
    fromIsLocal: view.getInt8(from + 1) === 1,
    toIsLocal: view.getInt8(from + 2) === 1,
  };
}

function timeAt(view: DataView, position: number): number {
  return bigintAt(view, position) + POSTGRES_EPOCH;
}

/** The values of kind, starts_at, starts_local, ends_at and ends_local. */
export function toClosureValues({ kind, from, to, fromIsLocal = false, toIsLocal = false }: Closure): unknown[] {
  const local = (time: number) => formatInstant(time).slice(0, -1);
  const end = to === Infinity ? [null, null] : toIsLocal ? [null, local(to)] : [formatInstant(to), null];
  return [kind, ...(fromIsLocal ? [null, local(from)] : [formatInstant(from), null]), ...end];
}

/** A local time as an instant, `hours` after the same time in UTC: no clock is further behind it than 12, or ahead than 14. */
const inUtc = (local: string, hours: number) => `(${local} at time zone 'UTC' + interval '${hours} hours')`;

/** SQL for the first and the last instant at which a closure begins and ends, on any clock. */
export const earliestStart = (closure: string) =>
  `coalesce(${closure}.starts_at, ${inUtc(`${closure}.starts_local`, -14)})`;
export const latestStart = (closure: string) =>
  `coalesce(${closure}.starts_at, ${inUtc(`${closure}.starts_local`, 12)})`;
const earliestEnd = (closure: string) =>
  `coalesce(${closure}.ends_at, ${inUtc(`${closure}.ends_local`, -14)}, 'infinity')`;
export const latestEnd = (closure: string) =>
  `coalesce(${closure}.ends_at, ${inUtc(`${closure}.ends_local`, 12)}, 'infinity')`;

/** SQL for whether two closures overlap on every clock. */
export function overlapsSql(one: string, other: string): string {
  const isLocal = (closure: string) => `${closure}.starts_at is null and ${closure}.ends_at is null`;
  const begins = (a: string, b: string) => `${a}.starts_local < coalesce(${b}.ends_local, 'infinity')`;
  return `(case when ${isLocal(one)} and ${isLocal(other)}
      then ${begins(one, other)} and ${begins(other, one)}
      else ${latestStart(one)} < ${earliestEnd(other)} and ${latestStart(other)} < ${earliestEnd(one)} end)`;
}
