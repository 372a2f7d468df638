import { useQuery } from '@tanstack/react-query';
import type { StoreDays } from '../../../api/types.gen.js';
import { Loaded } from '../../../parts/problem/loading.js';
import { State } from '../../../parts/state/state.js';
import { Instant } from '../../../parts/time/instant.js';
import { currentTimelineQuery } from '../store-queries.js';
import { stateAtEnd, type StateAtEnd } from './state-at-end.js';

/** The state of the store at the as-of instant, whatever days are shown, and since when. */
export function StateNow({ days }: { days: StoreDays }) {
  const { storeId, timeZone, asOf, dataVersion } = days;
  const timeline = useQuery(currentTimelineQuery(storeId, { asOf, dataVersion }));
  return <Loaded query={timeline}>{(found) => <Since now={stateAtEnd(found, asOf)} timeZone={timeZone} />}</Loaded>;
}

function Since({ now: { state, since, because }, timeZone }: { now: StateAtEnd; timeZone: string }) {
  return (
    <span className="state-now">
      <State state={state} />
      {since !== null && (
        <span>
          {because === 'opening' ? 'since it opened,' : 'since'} <Instant at={since} zone={timeZone} />
          {because === 'window' && ' or before'}
        </span>
      )}
    </span>
  );
}
