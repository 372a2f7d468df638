import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Group } from '../../api/types.gen.js';
import { isProblem } from '../../parts/problem/problem.js';
import { Loaded } from '../../parts/problem/loading.js';
import { useTitle } from '../../shell/use-title.js';
import { Counts } from '../now/counts.js';
import { DownList } from '../now/down-list.js';
import { FleetUptimePanel } from '../now/fleet-uptime.js';
import { nowQuery } from '../now/now-queries.js';
import { GroupClosures } from './group-closures.js';
import { GroupSpecialHours } from './group-special-hours.js';
import { groupQuery } from './group-queries.js';
import { GroupTarget } from './group-target.js';
import { MonthSheet } from './month-sheet.js';

const route = getRouteApi('/groups/$kind/$value');

/** A group of stores: how they are, their week and their target. */
export function GroupPage() {
  const { kind, value } = route.useParams();
  const group = useQuery(groupQuery(kind, value));
  useTitle(value);
  if (isProblem(group.error) && group.error.status === 404) return <UnknownGroup name={`${kind}:${value}`} />;
  return <Loaded query={group}>{(found) => <Details key={`${kind}:${value}`} group={found} />}</Loaded>;
}

function UnknownGroup({ name }: { name: string }) {
  return (
    <div className="note">
      <h1>There is no group {name}</h1>
      <p>No store is in it now. Reports keep the groups that stores were in.</p>
      <Link to="/">Now</Link>
    </div>
  );
}

function Details({ group }: { group: Group }) {
  const { kind, value, stores } = group;
  const name = `${kind}:${value}`;
  const now = useQuery(nowQuery(name));
  return (
    <div className="stack">
      <div className="page-head">
        <div>
          <h1>{value}</h1>
          <p className="quiet">
            {kind},{' '}
            <Link to="/stores" search={{ group: name }}>
              {stores.toLocaleString('en')} {stores === 1 ? 'store' : 'stores'}
            </Link>
          </p>
        </div>
        <MonthSheet group={name} />
      </div>
      <GroupTarget group={group} />
      <Loaded query={now}>
        {(found) => (
          <>
            <Counts counts={found.counts} group={name} />
            <div className="now-columns">
              <DownList now={found} group={name} />
              <FleetUptimePanel group={name} />
            </div>
            {found.asOf !== null && (
              <>
                <GroupClosures group={{ kind, value }} asOf={found.asOf} />
                <GroupSpecialHours group={{ kind, value }} from={found.asOf.slice(0, 10)} />
              </>
            )}
          </>
        )}
      </Loaded>
    </div>
  );
}
