import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { AuditEvent } from '../../api/types.gen.js';
import { formatAddress } from '../../address.js';
import { PagedList } from '../../parts/table/paged-list.js';
import { Instant } from '../../parts/time/instant.js';
import { auditQuery } from './access-queries.js';
import { AuditFilter } from './audit-filter.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';

const HEADINGS = ['When', 'Who', 'What', 'Before and after'];

const route = getRouteApi('/access');

/** Who changed what, newest first. */
export function AuditTrail() {
  const search = route.useSearch();
  const query = useInfiniteQuery(auditQuery(search));
  return (
    <section className="panel" aria-labelledby="audit-title">
      <div className="row apart">
        <h2 id="audit-title">Audit trail</h2>
        <a className="button" href={`/audit${formatAddress({ ...search, format: 'csv' })}`} download>
          Download as CSV
        </a>
      </div>
      <AuditFilter search={search} />
      <PagedList query={query} empty="No change fits." more="Older ones">
        {(events) => <AuditTable events={events} />}
      </PagedList>
    </section>
  );
}

function AuditTable({ events }: { events: readonly AuditEvent[] }) {
  return (
    <ScrollTable label="Audit trail" headings={HEADINGS}>
      {events.map((event) => (
        <AuditRow key={`${event.at} ${event.requestId} ${event.entityId}`} event={event} />
      ))}
    </ScrollTable>
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
