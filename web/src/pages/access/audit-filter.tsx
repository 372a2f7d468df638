import { useNavigate } from '@tanstack/react-router';
import { parseAuditSearch, type AuditSearch } from './search.js';

const FIELDS = [
  ['entity', 'Kind of thing', 'store, key, report ...'],
  ['entityId', 'Its id', ''],
  ['action', 'Action', 'create, revoke, refuse ...'],
] as const;

/** What of the audit trail is shown. It goes into the address. */
export function AuditFilter({ search }: { search: AuditSearch }) {
  const navigate = useNavigate();
  const show = (form: FormData) => void navigate({ to: '/access', search: parseAuditSearch(Object.fromEntries(form)) });
  return (
    <form action={show} className="row end" key={JSON.stringify(search)}>
      {FIELDS.map(([name, label, placeholder]) => (
        <label key={name}>
          {label}
          <input name={name} defaultValue={search[name] ?? ''} placeholder={placeholder} spellCheck={false} />
        </label>
      ))}
      <button>Show</button>
    </form>
  );
}
