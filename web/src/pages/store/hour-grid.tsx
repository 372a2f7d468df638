import { useQuery } from '@tanstack/react-query';
import type { UptimeOfHourOfWeek } from '../../api/types.gen.js';
import { formatDuration } from '../../parts/format/duration.js';
import { Loaded } from '../../parts/problem/loading.js';
import { hoursOfWeekQuery, type PinnedWindow } from './store-queries.js';
import { WEEKDAYS } from './weekdays.js';

/** So many weeks show a habit. */
const WEEKS_MS = 28 * 86_400_000;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

/** When in the week the store is down: a square for each hour, the larger the longer it was down. */
export function HourGrid({ storeId, window }: { storeId: string; window: PinnedWindow }) {
  const from = new Date(Date.parse(window.to) - WEEKS_MS).toISOString();
  return (
    <section className="panel" aria-labelledby="grid-title">
      <h2 id="grid-title">When it is down, by hour of the week</h2>
      <Loaded query={useQuery(hoursOfWeekQuery(storeId, { ...window, from }))}>
        {({ cells }) => <Grid cells={cells} />}
      </Loaded>
      <p className="small quiet">
        The four weeks before the end of these days, on the store&apos;s clock. The larger the square, the more of the
        open time it was down; a dot is open time without downtime.
      </p>
    </section>
  );
}

function Grid({ cells }: { cells: readonly UptimeOfHourOfWeek[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="grid-title">
      <table className="hour-grid">
        <thead>
          <tr>
            <th scope="col">
              <span className="visually-hidden">Day</span>
            </th>
            {HOURS.map((hour) => (
              <th key={hour} scope="col" className={hour % 6 === 0 ? undefined : 'minor'}>
                {hour}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {WEEKDAYS.map((name, day) => (
            <tr key={name}>
              <th scope="row">{name.slice(0, 3)}</th>
              {cells.slice(day * 24, day * 24 + 24).map((cell) => (
                <HourCell key={cell.hour} cell={cell} name={name} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function HourCell({ cell: { hour, openSeconds, downtimeSeconds }, name }: { cell: UptimeOfHourOfWeek; name: string }) {
  const share = openSeconds === 0 ? 0 : downtimeSeconds / openSeconds;
  const size = share === 0 ? 2 : 4 + 10 * share;
  const words =
    openSeconds === 0 ? 'closed' : `${formatDuration(downtimeSeconds)} down of ${formatDuration(openSeconds)} open`;
  return (
    <td title={`${name}, ${hour}:00: ${words}`}>
      <span className="visually-hidden">{words}</span>
      {openSeconds > 0 && (
        <svg width="14" height="14" aria-hidden="true">
          <rect
            className={share === 0 ? 'bar-closed' : 'bar-down'}
            x={7 - size / 2}
            y={7 - size / 2}
            width={size}
            height={size}
          />
        </svg>
      )}
    </td>
  );
}
