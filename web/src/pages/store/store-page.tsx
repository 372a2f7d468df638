import { lazy, Suspense } from 'react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Store, StoreDays } from '../../api/types.gen.js';
import { isProblem } from '../../parts/problem/problem.js';
import { Loaded, Loading } from '../../parts/problem/loading.js';
import { useTitle } from '../../shell/use-title.js';
import { nowQuery } from '../now/now-queries.js';
import { Headline } from './headline/headline.js';
import { HourGrid } from './hour-grid/hour-grid.js';
import { HoursPanel } from './hours/hours-panel.js';
import { Outages } from './outages.js';
import { Polls } from './polls.js';
import { NewestWeek, RangePicker } from './head/range-picker.js';
import { StoreHead } from './head/store-head.js';
import { daysQuery, storeQuery, timelineQuery, type PinnedWindow } from './store-queries.js';
import { SpecialHoursPanel } from './special-hours/special-hours-panel.js';
import { Strip } from './strip/strip.js';
import './store.css';

const AttributesPanel = lazy(() => import('./attributes/attributes-panel.js'));
const ClosuresPanel = lazy(() => import('./closures/closures-panel.js'));

const route = getRouteApi('/stores/$storeId');

/** A store: how long it was online while it should have been open, day by day, and why. */
export function StorePage() {
  const { storeId } = route.useParams();
  const store = useQuery(storeQuery(storeId));
  const now = useQuery(nowQuery());
  useTitle(storeId);
  if (isProblem(store.error) && store.error.status === 404) return <UnknownStore storeId={storeId} />;
  return (
    <Loaded query={store}>
      {(found) => <Loaded query={now}>{({ asOf }) => <Days key={storeId} store={found} newest={asOf} />}</Loaded>}
    </Loaded>
  );
}

function UnknownStore({ storeId }: { storeId: string }) {
  return (
    <div className="note">
      <h1>There is no store {storeId}</h1>
      <p>It was deleted, or no file and no poll has named it yet. Earlier reports keep its numbers.</p>
      <Link to="/stores">All stores</Link>
    </div>
  );
}

function Days({ store, newest }: { store: Store; newest: string | null }) {
  const days = useQuery(daysQuery(store.storeId, route.useSearch(), newest));
  return (
    <div className="stack store-page">
      <Loaded query={days}>{(found) => <Details store={store} days={found} />}</Loaded>
      {days.isError && <NewestWeek storeId={store.storeId} />}
    </div>
  );
}

function Details({ store, days }: { store: Store; days: StoreDays }) {
  const { from, to, asOf, dataVersion } = days;
  const window: PinnedWindow = { from, to, asOf, dataVersion };
  const timeline = useQuery(timelineQuery(store.storeId, window));
  return (
    <>
      <StoreHead store={store} days={days} />
      <RangePicker days={days} />
      <Headline days={days} />
      <section className="panel" aria-labelledby="strip-title">
        <h2 id="strip-title">Day by day</h2>
        <Loaded query={timeline}>
          {(found) => <Strip key={`${days.firstDate} ${days.lastDate}`} days={days} timeline={found} />}
        </Loaded>
      </section>
      <div className="store-columns">
        <Outages storeId={store.storeId} zone={days.timeZone} window={window} />
        <HourGrid storeId={store.storeId} window={window} />
      </div>
      <HoursPanel store={store} asOf={asOf} />
      <Suspense fallback={<Loading />}>
        <AttributesPanel store={store} />
      </Suspense>
      <Suspense fallback={<Loading />}>
        <ClosuresPanel storeId={store.storeId} days={days} />
      </Suspense>
      <SpecialHoursPanel store={store} days={days} />
      <Loaded query={timeline}>{(found) => <Polls polls={found.polls} zone={days.timeZone} />}</Loaded>
    </>
  );
}
