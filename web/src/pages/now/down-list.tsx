import { Link } from '@tanstack/react-router';
import type { DownStore, Now } from '../../api/types.gen.js';
import { formatDuration } from '../../parts/format/duration.js';
import { VIEWER_ZONE } from '../../parts/format/instant.js';
import { StateShape } from '../../parts/state/state.js';
import { StoreLink } from '../../parts/store-link.js';
import { Instant } from '../../parts/time/instant.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';

const HEADINGS = ['Store', 'Open time down', 'Down since', 'Closes'];

/** The stores that are down, longest first. */
export function DownList({ now, group }: { now: Now; group?: string }) {
  const more = now.counts.down - now.down.length;
  return (
    <section className="panel" aria-labelledby="down-title">
      <h2 id="down-title">Down now, longest first</h2>
      {now.down.length === 0 ? (
        <p className="all-well">
          <StateShape state="up" /> No store is down in its open hours.
        </p>
      ) : (
        <ScrollTable label="Down now, longest first" headings={HEADINGS}>
          {now.down.map((store) => (
            <DownRow key={store.storeId} store={store} />
          ))}
        </ScrollTable>
      )}
      {more > 0 && (
        <p>
          <Link to="/stores" search={{ state: ['down'], ...(group !== undefined && { group }) }}>
            {more.toLocaleString('en')} more
          </Link>
        </p>
      )}
    </section>
  );
}

function DownRow({ store }: { store: DownStore }) {
  const { storeId, name, timeZone, timeZoneAssumed, since, mayHaveBegunBefore, openSecondsDown, closesAt } = store;
  return (
    <tr>
      <th scope="row">
        <StoreLink storeId={storeId} name={name} />
        <div className="small quiet">
          {timeZone}
          {timeZoneAssumed && ' (assumed)'}
        </div>
      </th>
      <td>
        <strong className="down-text nowrap">
          <StateShape state="down" /> {formatDuration(openSecondsDown)}
        </strong>
      </td>
      <td>
        {mayHaveBegunBefore && 'at least since '}
        <Instant at={since} zone={timeZone} style="short" />
        {timeZone !== VIEWER_ZONE && (
          <div className="small quiet">
            <Instant at={since} style="short" />
          </div>
        )}
      </td>
      <td>{closesAt === null ? 'not within a week' : <Instant at={closesAt} zone={timeZone} style="short" />}</td>
    </tr>
  );
}
