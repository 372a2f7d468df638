import type { ChangeStoreData, Store } from '../../../api/types.gen.js';
import { linesOf } from '../../../parts/form/lines.js';

export type StoreChange = NonNullable<ChangeStoreData['body']>;

/** What somebody types for a store; empty: none. */
export interface AttributesForm {
  readonly name: string;
  /** A line for each group, as `kind:value`. */
  readonly groups: string;
  readonly target: string;
  readonly valuePerHour: string;
}

type Attributes = Pick<Store, 'name' | 'groups' | 'target' | 'valuePerHour'>;

export function toAttributesForm({ name, groups, target, valuePerHour }: Attributes): AttributesForm {
  const lines = Object.entries(groups).map(([kind, value]) => `${kind}:${value}`);
  return {
    name: name ?? '',
    groups: lines.join('\n'),
    target: target === null ? '' : String(target),
    valuePerHour: valuePerHour === null ? '' : String(valuePerHour),
  };
}

/** Returns the change to the attributes of a store that a form asks for. A kind whose line is gone is removed. */
export function toStoreChange({ groups: current }: Attributes, form: AttributesForm): StoreChange {
  const removed = Object.keys(current).map((kind) => [kind, null] as const);
  const given = linesOf(form.groups).map((line) => {
    const colon = line.indexOf(':');
    // Without a colon there is no value, which the API says.
    return colon === -1
      ? ([line, ''] as const)
      : ([line.slice(0, colon).trim(), line.slice(colon + 1).trim()] as const);
  });
  return {
    name: form.name.trim() === '' ? null : form.name.trim(),
    groups: Object.fromEntries([...removed, ...given]),
    target: form.target === '' ? null : Number(form.target),
    valuePerHour: form.valuePerHour === '' ? null : Number(form.valuePerHour),
  };
}
