import type { Closure, ClosureInput } from '../../api/types.gen.js';
import { formatInstant } from '../format/instant.js';

/** What somebody types for a closure; times are on the clock of the store. */
export interface ClosureForm {
  readonly kind: Closure['kind'];
  /** As a field of date and time has it: `2024-03-04T12:30`. */
  readonly from: string;
  /** Empty: open-ended. */
  readonly until: string;
  readonly reason: string;
}

export const NEW_CLOSURE: ClosureForm = { kind: 'excused', from: '', until: '', reason: '' };

/** The period of a form, as the API takes it; null where it has no beginning yet. */
export function toPeriod({ kind, from, until }: ClosureForm) {
  return from === '' ? null : { kind, from, until: until === '' ? null : until };
}

export function toClosureInput(scope: ClosureInput['scope'], form: ClosureForm): ClosureInput {
  return { scope, kind: form.kind, from: form.from, until: form.until || null, reason: form.reason };
}

const KINDS = { closed: 'Closed', excused: 'Excused' } as const;

/** A closure for people, on the clock of the store: `Excused, 4 Mar, 12:30 UTC to 4 Mar, 15:00 UTC (network)`. */
export function describeClosure({ kind, from, until, reason, scope }: Closure, zone: string): string {
  const time = (edge: string) => (edge.endsWith('Z') ? formatInstant(edge, zone, 'short') : formatLocal(edge));
  const end = until === null ? 'on, without an end' : `to ${time(until)}`;
  const whose =
    'fleet' in scope ? ', all stores' : 'group' in scope ? `, ${scope.group.kind} ${scope.group.value}` : '';
  return `${KINDS[kind]}${whose}, from ${time(from)} ${end}${reason === null ? '' : ` (${reason})`}`;
}

/** A time on the clock of each store is the same for all of them: no zone is said. */
function formatLocal(edge: string): string {
  return formatInstant(`${edge}Z`, 'UTC', 'short').replace(/ UTC$/, ' local');
}

/** Whether a closure takes time after an instant. One on the clock of a store may be a day off. */
export function goesOnAfter({ until }: Closure, instant: string): boolean {
  return until === null || Date.parse(until.endsWith('Z') ? until : `${until}Z`) > Date.parse(instant);
}
