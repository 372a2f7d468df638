import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../../../parts/problem/loading.js';
import { earlier } from '../earlier.js';
import { hoursOfWeekQuery, type PinnedWindow } from '../store-queries.js';
import { Grid } from './grid.js';
import './hour-grid.css';

/** So many weeks show a habit. */
const WEEKS_SECONDS = 28 * 86_400;

/** When in the week the store is down: a square for each hour, the larger the longer it was down. */
export function HourGrid({ storeId, window }: { storeId: string; window: PinnedWindow }) {
  const from = earlier(window.to, WEEKS_SECONDS);
  return (
    <section className="panel" aria-labelledby="grid-title">
      <h2 id="grid-title">When it is down, by hour of the week</h2>
      <Loaded query={useQuery(hoursOfWeekQuery(storeId, { ...window, from }))}>
        {({ cells }) => <Grid cells={cells} />}
      </Loaded>
      <p className="small quiet">
        The four weeks before the end of these days, on the store&apos;s clock. The larger the square, the more of the
        observed open time it was down. A dot: never down. A dotted ring: not observed. A diamond: excused. Nothing:
        closed.
      </p>
    </section>
  );
}
