import { z } from 'zod';
import { isEmptyPeriod, parseClosureEdge, type ClosureEdge } from '../../domain/calendar/closure-period.js';
import { CLOSURE_KINDS, type ClosurePeriod } from '../../domain/calendar/closures.js';
import { isProblem } from '../../domain/parse-problem.js';
import { storeIdFilter, strictRequest } from '../schemas.js';
import { reasonInput } from './reason.js';
import { groupKindInput, groupValueInput } from './store-attributes.dto.js';

const EDGE_EXAMPLE = '2024-03-04T12:30:00Z';

const EDGE_EXPECTED = `expected is an instant like ${EDGE_EXAMPLE}, or without Z a time on the clock of each store`;

/** When a closure begins or ends, in a request. */
const edgeInput = z
  .string({ error: () => EDGE_EXPECTED })
  .meta({
    anyOf: [
      { type: 'string', format: 'date-time' },
      {
        type: 'string',
        pattern: '^20[0-4]\\d-(0[1-9]|1[0-2])-(0[1-9]|1\\d|2[0-8])T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d)?$',
      },
    ],
    examples: [EDGE_EXAMPLE, '2024-03-04T12:30:00'],
  })
  .transform((text, context): ClosureEdge => {
    const edge = parseClosureEdge(text);
    if (!isProblem(edge)) return edge;
    context.addIssue({ code: 'custom', message: `${JSON.stringify(text)} ${edge.problem}; ${EDGE_EXPECTED}` });
    return z.NEVER;
  });

const kindInput = z.enum(CLOSURE_KINDS).meta({
  id: 'ClosureKind',
  description: '`closed`: no open time. `excused`: open time that is not held against the stores. Rule 21.',
});

export const fromFields = ({ time, isLocal }: ClosureEdge) => ({ from: time, fromIsLocal: isLocal });
export const untilFields = (until: ClosureEdge | null) =>
  until === null ? { to: Infinity, toIsLocal: false } : { to: until.time, toIsLocal: until.isLocal };

/** Says that a closure ends before it begins; null if it does not. */
export function emptyMessage(period: ClosurePeriod): string | null {
  return isEmptyPeriod(period) ? 'must be after from: the closure would end before it begins, or as it begins' : null;
}

const REASON = { description: 'Why, for people; null or blank: none.', examples: ['The platform was down'] };

const reasonOrNone = reasonInput.nullable().transform((reason) => (reason === '' ? null : reason));

const periodShape = {
  from: edgeInput.meta({ description: 'An instant, or without a zone a time on the clock of each store.' }),
  until: edgeInput.nullable().default(null).meta({ description: 'As `from`; null: open-ended.' }),
  kind: kindInput,
};

interface GivenPeriod {
  readonly from: ClosureEdge;
  readonly until: ClosureEdge | null;
}

function toPeriod({ from, until }: GivenPeriod, context: z.RefinementCtx): ClosurePeriod {
  const period = { ...fromFields(from), ...untilFields(until) };
  const message = emptyMessage(period);
  if (message === null) return period;
  context.addIssue({ code: 'custom', path: ['until'], message });
  return z.NEVER;
}

const SCOPE_EXPECTED = 'expected is one of storeId, group and "fleet": true';

const scopeInput = strictRequest({
  storeId: storeIdFilter.optional(),
  group: strictRequest({ kind: groupKindInput, value: groupValueInput }).meta({ id: 'ClosureGroupInput' }).optional(),
  fleet: z.literal(true, 'must be true, or left out').optional(),
})
  .transform(({ storeId, group, fleet }, context) => {
    const given = [storeId, group, fleet].filter((part) => part !== undefined).length;
    if (given === 1 && storeId !== undefined) return { storeId };
    if (given === 1 && group !== undefined) return { group };
    if (given === 1) return { fleet: true as const };
    context.addIssue({ code: 'custom', message: SCOPE_EXPECTED });
    return z.NEVER;
  })
  .meta({
    id: 'ClosureScopeInput',
    minProperties: 1,
    maxProperties: 1,
    description: 'The stores that it is for: one, a group, or all.',
    example: { storeId: '8419537941919820732' },
  });

const example = {
  scope: { storeId: '8419537941919820732' },
  from: EDGE_EXAMPLE,
  until: '2024-03-04T15:00:00Z',
  kind: 'excused',
  reason: 'The platform was down',
};

/** A closure that a request adds. */
export const closureInputSchema = strictRequest({
  scope: scopeInput,
  ...periodShape,
  reason: reasonOrNone.default(null).meta(REASON),
})
  .transform(({ scope, kind, reason, ...period }, context) => ({ scope, kind, reason, ...toPeriod(period, context) }))
  .meta({ id: 'ClosureInput', example });

/** What a request changes of a closure. */
export const closureChangeSchema = strictRequest({
  from: periodShape.from.optional(),
  until: z
    .union([z.literal('now'), edgeInput], { error: () => `${EDGE_EXPECTED}, "now", or null for no end` })
    .nullable()
    .optional()
    .meta({ description: 'As `from`; `now`: it ends now; null: it has no end.' }),
  kind: kindInput.optional(),
  reason: reasonOrNone.optional().meta(REASON),
})
  .refine((change) => Object.keys(change).length > 0, 'expected is at least one of from, until, kind and reason')
  .meta({ id: 'ClosureChange', minProperties: 1, example: { until: 'now' } });

export type ClosureChangeBody = z.output<typeof closureChangeSchema>;

/** A closure of one store that a preview adds. */
export const previewedClosureSchema = strictRequest(periodShape)
  .transform(({ kind, ...period }, context) => ({ kind, ...toPeriod(period, context) }))
  .meta({ id: 'PreviewedClosure', example: { from: example.from, until: example.until, kind: example.kind } });

/** When a closure begins or ends, in a response. */
const edgeOutput = z.string().meta({
  description: 'UTC, to the microsecond; without Z: on the clock of each store.',
  examples: ['2024-03-04T12:30:00.000000Z', '2024-03-04T12:30:00.000000'],
});

const scopedGroupSchema = z.strictObject({ kind: z.string(), value: z.string() }).meta({ id: 'ClosureGroup' });

export const closureSchema = z
  .strictObject({
    closureId: z.uuid(),
    scope: z
      .union([
        z.strictObject({ storeId: z.string() }).meta({ id: 'ScopeOfStore' }),
        z.strictObject({ group: scopedGroupSchema }).meta({ id: 'ScopeOfGroup' }),
        z.strictObject({ fleet: z.literal(true) }).meta({ id: 'ScopeOfFleet' }),
      ])
      .meta({ id: 'ClosureScope' }),
    from: edgeOutput,
    until: edgeOutput.nullable().meta({ description: 'As `from`; null: open-ended.' }),
    kind: kindInput,
    reason: z.string().nullable(),
  })
  .meta({ id: 'Closure', description: 'A stretch of time of some stores that counts otherwise. Rule 21.' });

export type ClosureDto = z.infer<typeof closureSchema>;
