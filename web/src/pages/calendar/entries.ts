import type { Closure, FleetCalendar } from '../../api/types.gen.js';
import { describeSpecialHours } from '../../parts/special-hours/special-hours.js';
import { addDays } from '../../parts/format/date.js';

/** What is special about a date, for some stores. */
export interface Entry {
  readonly key: string;
  readonly kind: 'closed' | 'hours' | 'excused';
  /** Whose: a group or a store with a page, or words. */
  readonly of: { readonly kind: string; readonly value: string } | { readonly storeId: string } | string;
  readonly text: string;
}

/** Lists what is special about a date: closures, then special hours of groups, then those of stores. */
export function entriesOf(date: string, { days, closures }: FleetCalendar): Entry[] {
  const day = days.find((one) => one.date === date);
  return [
    ...closures.filter((closure) => takesTimeOf(closure, date)).map(ofClosure),
    ...(day?.groups ?? []).map((special): Entry => {
      const { group, closed } = special;
      const kind = closed === true ? 'closed' : 'hours';
      return { key: `group ${group.kind}:${group.value}`, kind, of: group, text: describeSpecialHours(special) };
    }),
    ...(day?.stores ?? []).map(({ closed, reason, stores, example }): Entry => {
      const text = `${closed ? 'closed' : 'other hours'}${reason === null ? '' : ` (${reason})`}`;
      const of = stores === 1 ? { storeId: example } : `${stores.toLocaleString('en')} stores`;
      return { key: `stores ${closed} ${reason}`, kind: closed ? 'closed' : 'hours', of, text };
    }),
  ];
}

function ofClosure({ closureId, kind, scope, reason, until }: Closure): Entry {
  const of = 'fleet' in scope ? 'All stores' : 'group' in scope ? scope.group : scope;
  const end = until === null ? ', no end set' : '';
  return { key: closureId, kind, of, text: `${kind}${reason === null ? '' : ` (${reason})`}${end}` };
}

/** Whether a closure takes time of a date: of its own clock, UTC for an instant. */
function takesTimeOf({ from, until }: Closure, date: string): boolean {
  return from.slice(0, 10) <= date && (until === null || lastDateOf(until) >= date);
}

/** The last date before an end, which is the day before if it is midnight. */
function lastDateOf(until: string): string {
  const date = until.slice(0, 10);
  return /T00:00:00(\.0*)?Z?$/.test(until) ? addDays(date, -1) : date;
}
