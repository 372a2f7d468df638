import { useNavigate } from '@tanstack/react-router';
import { parseReportsSearch, STATUSES, TRIGGERS, type ReportsSearch } from './search.js';

/** Which reports are listed. Every choice goes into the address at once. */
export function ReportsFilter({ search }: { search: ReportsSearch }) {
  const navigate = useNavigate();
  const show = (change: Record<string, string>) =>
    void navigate({ to: '/reports', search: parseReportsSearch({ ...search, ...change }), replace: true });
  return (
    <div className="row end">
      <label>
        Status
        <select value={search.status ?? ''} onChange={({ target }) => show({ status: target.value })}>
          <option value="">All</option>
          {STATUSES.map((status) => (
            <option key={status}>{status}</option>
          ))}
        </select>
      </label>
      <label>
        Begun
        <select value={search.trigger ?? ''} onChange={({ target }) => show({ trigger: target.value })}>
          <option value="">All</option>
          {TRIGGERS.map(([trigger, name]) => (
            <option key={trigger} value={trigger}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
