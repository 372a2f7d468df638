import { useInfiniteQuery } from '@tanstack/react-query';
import type { StoreState } from '../../api/types.gen.js';
import { Spark } from '../../parts/figures/spark.js';
import { UptimeBar } from '../../parts/figures/uptime-bar.js';
import { formatDuration } from '../../parts/format/duration.js';
import { formatPercent } from '../../parts/format/percent.js';
import { Loading } from '../../parts/problem/loading.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { State } from '../../parts/state/state.js';
import { StoreLink } from '../../parts/store-link.js';
import { storesQuery } from '../stores/stores-queries.js';

/** The stores of somebody whose key is limited to them: each with its state and its week. */
export default function OwnStores() {
  const query = useInfiniteQuery(storesQuery({}));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ProblemNote error={query.error} retry={() => void query.refetch()} />;
  const stores = query.data.pages.flatMap(({ items }) => items);
  return (
    <section aria-labelledby="own-title">
      <h2 id="own-title">Your stores</h2>
      <ul className="own-stores">
        {stores.map((store) => (
          <OwnStore key={store.storeId} store={store} />
        ))}
      </ul>
    </section>
  );
}

function OwnStore({ store: { storeId, name, state, week, days } }: { store: StoreState }) {
  const { openSeconds, uptimePercent, downtimeSeconds } = week;
  return (
    <li className="panel">
      <div className="row apart">
        <h3>
          <StoreLink storeId={storeId} name={name} />
        </h3>
        <State state={state} />
      </div>
      <p>
        {openSeconds === 0
          ? 'It was closed as planned in the last seven days.'
          : `Last seven days: ${formatPercent(uptimePercent)} online, ${formatDuration(downtimeSeconds)} down of ${formatDuration(openSeconds)} open.`}
      </p>
      <UptimeBar window={week} />
      <div className="row apart small quiet">
        <span>Each day</span>
        <Spark days={days} />
      </div>
    </li>
  );
}
