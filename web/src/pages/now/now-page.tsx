import { useQuery } from '@tanstack/react-query';
import type { Now } from '../../api/types.gen.js';
import { lazy, Suspense } from 'react';
import { Loaded, Loading } from '../../parts/problem/loading.js';
import { useSession } from '../../session/session.js';
import { useTitle } from '../../shell/use-title.js';
import { AsOf } from './as-of.js';
import { Counts } from './counts.js';
import { DownList } from './down-list.js';
import { FleetUptimePanel } from './fleet-uptime.js';
import { NeedsAHand } from './needs-a-hand.js';
import { nowQuery } from './now-queries.js';
import './now.css';

const Welcome = lazy(() => import('./welcome.js'));
const Groups = lazy(() => import('./groups.js'));
const OwnStores = lazy(() => import('./own-stores.js'));

/** What an operator looks at first: which stores are down now. */
export function NowPage() {
  return (
    <Loaded query={useQuery(nowQuery())}>
      {(now) =>
        now.asOf === null ? (
          <Suspense fallback={<Loading />}>
            <Welcome />
          </Suspense>
        ) : (
          <Fleet now={now} asOf={now.asOf} />
        )
      }
    </Loaded>
  );
}

function Fleet({ now, asOf }: { now: Now; asOf: string }) {
  const { down } = now.counts;
  const isOwner = useSession().stores !== null;
  useTitle(down === 0 ? 'None down' : `${down} down`);
  return (
    <>
      <div className="page-head">
        <h1>Now</h1>
        <AsOf asOf={asOf} />
      </div>
      <Counts counts={now.counts} />
      {isOwner && (
        <Suspense fallback={<Loading />}>
          <OwnStores />
        </Suspense>
      )}
      <div className="now-columns">
        <DownList now={now} />
        <div className="stack">
          <FleetUptimePanel />
          {!isOwner && <NeedsAHand />}
        </div>
      </div>
      <Suspense fallback={<Loading />}>
        <Groups />
      </Suspense>
    </>
  );
}
