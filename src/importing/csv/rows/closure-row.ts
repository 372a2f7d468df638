import { isEmptyPeriod, parseClosureEdge, type ClosureEdge } from '../../../domain/calendar/closure-period.js';
import { CLOSURE_KINDS, type ClosureKind } from '../../../domain/calendar/closures.js';
import { isProblem, type ParseProblem } from '../../../domain/parse-problem.js';
import type { StagedClosure } from '../../../persistence/imports/staging.js';
import { parseReason, quoted } from './row-fields.js';
import { parseScope } from './row-scope.js';

const EXAMPLE = '2024-03-04 12:30 UTC, or without UTC on the clock of the store';

/** Parses a row of closures: store id, from, until, kind, group and reason; missing columns are empty. Rule 21. */
export function parseClosure(
  line: number,
  [storeId = '', from = '', until = '', kind = '', group = '', reason = '']: readonly string[],
): StagedClosure | ParseProblem {
  const scope = parseScope(storeId, group);
  if (isProblem(scope)) return scope;
  const begins = parseEdge('from', from);
  if (isProblem(begins)) return begins;
  const ends = until.trim() === '' ? null : parseEdge('until', until);
  if (isProblem(ends)) return ends;
  if (isEmptyPeriod(toPeriod(begins, ends))) return { problem: `until ${quoted(until)} is not after from` };
  const named = kind.trim().toLowerCase();
  if (!isKind(named)) return { problem: `kind ${quoted(kind)} is neither closed nor excused` };
  const given = parseReason(reason);
  if (isProblem(given)) return given;
  return { line, ...scope, kind: named, ...toPeriod(begins, ends), ...given };
}

function parseEdge(column: string, text: string): ClosureEdge | ParseProblem {
  const edge = parseClosureEdge(text.trim());
  return isProblem(edge) ? { problem: `${column} ${quoted(text)} ${edge.problem} such as ${EXAMPLE}` } : edge;
}

function toPeriod(begins: ClosureEdge, ends: ClosureEdge | null) {
  return {
    from: begins.time,
    fromIsLocal: begins.isLocal,
    to: ends?.time ?? Infinity,
    toIsLocal: ends?.isLocal ?? false,
  };
}

function isKind(text: string): text is ClosureKind {
  return (CLOSURE_KINDS as readonly string[]).includes(text);
}
