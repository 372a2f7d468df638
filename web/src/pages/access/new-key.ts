import type { NewApiKey, Role } from '../../api/types.gen.js';
import { linesOf } from '../../parts/form/lines.js';

/** Reads the form of a new key. */
export function toNewKey(form: FormData): NewApiKey {
  const text = (name: string) => (form.get(name) as string).trim();
  const stores = linesOf(text('stores'));
  const [group, expires] = [text('group'), text('expires')];
  return {
    name: text('name'),
    role: text('role') as Role,
    stores: stores.length === 0 ? null : stores,
    group: group === '' ? null : group,
    expiresAt: expires === '' ? null : endOfDay(expires),
  };
}

function endOfDay(date: string): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString();
}
