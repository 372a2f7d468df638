import { useState } from 'react';
import { getRouteApi } from '@tanstack/react-router';
import type { Store, StoreDays } from '../../../api/types.gen.js';
import { formatAddress } from '../../../address.js';
import { VIEWER_ZONE } from '../../../parts/format/instant.js';
import { Instant } from '../../../parts/time/instant.js';
import { DeleteStore } from './delete-store.js';
import { StateNow } from './state-now.js';

const route = getRouteApi('/stores/$storeId');

/** What the store is, its state, and the ways to pass the page on. */
export function StoreHead({ store, days }: { store: Store; days: StoreDays }) {
  const { timeZone, timeZoneAssumed, asOf } = days;
  return (
    <div className="page-head">
      <div>
        <h1>{store.name ?? store.storeId}</h1>
        {store.name !== null && <p className="id quiet">{store.storeId}</p>}
        <StateNow days={days} />
        <p className="store-facts">
          <span>
            as of <Instant at={asOf} zone={timeZone} />
            {timeZone !== VIEWER_ZONE && (
              <span className="quiet">
                {' '}
                (<Instant at={asOf} style="short" />)
              </span>
            )}
          </span>
          <span>
            {timeZone}
            {timeZoneAssumed && ', assumed: no time zone is known'}
          </span>
          <span>
            {store.newestPoll === null ? (
              'No poll has come in for it yet'
            ) : (
              <>
                newest poll <Instant at={store.newestPoll.at} zone={timeZone} style="short" />
              </>
            )}
          </span>
        </p>
      </div>
      <div className="row no-print">
        <CopyLink days={days} />
        <button type="button" onClick={() => window.print()}>
          Print
        </button>
        <DeleteStore storeId={store.storeId} />
      </div>
    </div>
  );
}

/** Copies an address that shows the same numbers for ever: it names the days, the as-of instant and the data version. */
function CopyLink({ days: { firstDate, lastDate, asOf, dataVersion } }: { days: StoreDays }) {
  const { storeId } = route.useParams();
  const [isCopied, setCopied] = useState(false);
  const search = formatAddress({ first: firstDate, last: lastDate, asOf, dataVersion });
  const address = `${location.origin}/ui/stores/${encodeURIComponent(storeId)}${search}`;
  return (
    <button type="button" onClick={() => void navigator.clipboard.writeText(address).then(() => setCopied(true))}>
      <span role="status">{isCopied ? 'Copied' : 'Copy link'}</span>
    </button>
  );
}
