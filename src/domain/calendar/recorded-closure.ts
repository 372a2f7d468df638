import type { Group } from '../groups/group.js';
import { formatClosureEdge } from './closure-period.js';
import type { Closure, ClosureKind } from './closures.js';

/** The stores that a closure is for. */
export type ClosureScope = { readonly storeId: string } | { readonly group: Group } | { readonly fleet: true };

export interface NewClosure extends Closure {
  readonly scope: ClosureScope;
  /** For people; null if none was given. */
  readonly reason: string | null;
}

export interface RecordedClosure extends NewClosure {
  readonly closureId: string;
}

/** A closure as people write it. */
export interface FormattedClosure {
  readonly closureId: string;
  readonly scope: ClosureScope;
  readonly from: string;
  /** Null: open-ended. */
  readonly until: string | null;
  readonly kind: ClosureKind;
  readonly reason: string | null;
}

export function formatClosure(closure: RecordedClosure): FormattedClosure {
  const { closureId, scope, kind, from, to, fromIsLocal = false, toIsLocal = false, reason } = closure;
  return {
    closureId,
    scope,
    from: formatClosureEdge({ time: from, isLocal: fromIsLocal }),
    until: to === Infinity ? null : formatClosureEdge({ time: to, isLocal: toIsLocal }),
    kind,
    reason,
  };
}
