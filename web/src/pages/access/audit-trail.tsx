import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { AuditEvent } from '../../api/types.gen.js';
import { formatAddress } from '../../address.js';
import { Loading } from '../../parts/problem/loading.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { Instant } from '../../parts/time/instant.js';
import { auditQuery } from './access-queries.js';
import { AuditFilter } from './audit-filter.js';

const route = getRouteApi('/access');

/** Who changed what, newest first. */
export function AuditTrail() {
  const search = route.useSearch();
  const query = useInfiniteQuery(auditQuery(search));
  const events = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="panel" aria-labelledby="audit-title">
      <div className="row apart">
        <h2 id="audit-title">Audit trail</h2>
        <a className="button" href={`/audit${formatAddress({ ...search, format: 'csv' })}`} download>
          Download as CSV
        </a>
      </div>
      <AuditFilter search={search} />
      {query.isPending && <Loading />}
      {query.isError && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && events.length === 0 && <p className="quiet">No change fits.</p>}
      {events.length > 0 && <AuditTable events={events} />}
      {query.hasNextPage && (
        <p>
          <button type="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Older ones
          </button>
        </p>
      )}
    </section>
  );
}

function AuditTable({ events }: { events: readonly AuditEvent[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="audit-title">
      <table>
        <thead>
          <tr>
            <th scope="col">When</th>
            <th scope="col">Who</th>
            <th scope="col">What</th>
            <th scope="col">Before and after</th>
          </tr>
        </thead>
        <tbody>
          {events.map((event) => (
            <AuditRow key={`${event.at} ${event.requestId} ${event.entityId}`} event={event} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function AuditRow({ event: { at, actor, address, action, entity, entityId, before, after } }: { event: AuditEvent }) {
  return (
    <tr>
      <td>
        <Instant at={at} />
      </td>
      <td>
        {actor.hint ?? actor.kind}
        {address !== null && <div className="small quiet">{address}</div>}
      </td>
      <td>
        {action} {entity}
        {entityId !== null && (
          <div className="small">
            <code>{entityId}</code>
          </div>
        )}
      </td>
      <td>
        {before !== null && <AuditedValuesText label="Before" values={before} />}
        {after !== null && <AuditedValuesText label="After" values={after} />}
      </td>
    </tr>
  );
}

function AuditedValuesText({ label, values }: { label: string; values: object }) {
  return (
    <div className="small">
      {label}: <code>{JSON.stringify(values)}</code>
    </div>
  );
}
