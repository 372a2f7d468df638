import { z } from 'zod';
import {
  GROUP_KIND_PATTERN,
  MAX_KIND_LENGTH,
  MAX_VALUE_LENGTH,
  parseGroup,
  parseGroupKind,
  parseGroupValue,
  parseLabel,
  PRINTABLE,
} from '../../domain/groups/group.js';
import {
  hasDecimals,
  MAX_NAME_LENGTH,
  MAX_VALUE_PER_HOUR,
  type StoreAttributes,
} from '../../domain/groups/store-attributes.js';
import { MAX_TARGET } from '../../domain/groups/target.js';
import { isProblem, type ParseProblem } from '../../domain/parse-problem.js';

/** A text that a parser of the domain takes. */
function parsedText<T>(parse: (text: string) => T | ParseProblem) {
  return z.string().transform((text, context): T => {
    const parsed = parse(text);
    if (!isProblem(parsed)) return parsed;
    context.addIssue({ code: 'custom', message: `${JSON.stringify(text.slice(0, 60))} ${parsed.problem}` });
    return z.NEVER;
  });
}

export const groupKindInput = parsedText(parseGroupKind).meta({
  pattern: GROUP_KIND_PATTERN,
  minLength: 1,
  maxLength: MAX_KIND_LENGTH,
  description: 'The kind of a group. Capital letters count as small ones.',
  examples: ['region'],
});

export const groupValueInput = parsedText(parseGroupValue).meta({
  pattern: PRINTABLE,
  minLength: 1,
  maxLength: MAX_VALUE_LENGTH,
  examples: ['west'],
});

/** A group in a request, written `kind:value`. */
export const groupInput = parsedText(parseGroup).meta({
  pattern: '^[^:]+:.+$',
  maxLength: MAX_KIND_LENGTH + 1 + MAX_VALUE_LENGTH,
  examples: ['region:west'],
});

/** A group by which a list is filtered, in a query. */
export const groupFilter = groupInput
  .optional()
  .meta({ description: 'Only stores of this group, written `kind:value`.' });

export const nameInput = parsedText((text) => parseLabel(text.trim(), MAX_NAME_LENGTH)).meta({
  pattern: PRINTABLE,
  minLength: 1,
  maxLength: MAX_NAME_LENGTH,
});

const TARGET_EXPECTED = `a target is a number of per cent, more than 0 and up to ${MAX_TARGET}`;

export const targetInput = z
  .number(TARGET_EXPECTED)
  .gt(0, TARGET_EXPECTED)
  .max(MAX_TARGET, TARGET_EXPECTED)
  .refine((target) => !hasDecimals(target, 3), 'a target has at most three decimals')
  .meta({ examples: [99.5] });

const VALUE_EXPECTED = `the value of an open hour is an amount from 0 to ${MAX_VALUE_PER_HOUR}`;

export const valuePerHourInput = z
  .number(VALUE_EXPECTED)
  .min(0, VALUE_EXPECTED)
  .max(MAX_VALUE_PER_HOUR, VALUE_EXPECTED)
  .refine((value) => !hasDecimals(value, 2), 'the value of an open hour has at most two decimals')
  .meta({ examples: [120.5] });

const MAX_KINDS = 50;

/** The attributes of a store in a request; null removes one. */
export const attributesInputShape = {
  name: nameInput.nullable().optional().meta({ description: 'For people.' }),
  groups: z
    .record(groupKindInput, groupValueInput.nullable(), {
      error: (issue) => (issue.code === 'invalid_key' ? `the group kind ${issue.issues[0]?.message}` : undefined),
    })
    .refine((groups) => Object.keys(groups).length <= MAX_KINDS, `at most ${MAX_KINDS} group kinds`)
    .optional()
    .meta({
      description: 'A value for each group kind; null removes the store from its group of the kind. Other kinds stay.',
      examples: [{ region: 'west' }],
    }),
  target: targetInput.nullable().optional().meta({
    description:
      'Uptime to reach, in per cent of the observed open time. Null: that of its groups, or the default. Rule 25.',
  }),
  valuePerHour: valuePerHourInput
    .nullable()
    .optional()
    .meta({ description: 'What an open hour is worth, in a currency of yours.' }),
};

/** The attributes of a store in a response. */
export const attributesShape = {
  name: z.string().nullable().meta({ description: 'For people; null if none was given.' }),
  groups: z
    .record(z.string(), z.string())
    .meta({ description: 'The value of each group kind. Rule 23.', examples: [{ region: 'west' }] }),
  target: z.number().nullable().meta({
    description: 'The uptime of its own to reach, in per cent. Null: that of its groups, or the default. Rule 25.',
  }),
  valuePerHour: z.number().nullable().meta({ description: 'What an open hour is worth; null if that was not given.' }),
};

export function toAttributeFields({ name, groups, target, valuePerHour }: StoreAttributes) {
  return { name, groups: { ...groups }, target, valuePerHour };
}
