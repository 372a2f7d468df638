import { useQuery } from '@tanstack/react-query';
import type { PollHour, PollsPerHour } from '../../api/types.gen.js';
import { formatInstant, VIEWER_ZONE } from '../../parts/format/instant.js';
import { Loaded } from '../../parts/problem/loading.js';
import { Age, useAge } from '../../parts/time/age.js';
import { Instant } from '../../parts/time/instant.js';
import { FEED_HOURS, feedQuery } from './data-queries.js';

const BAR = 9;
const GAP = 2;
const HEIGHT = 72;
const MAX_AGE_SECONDS = 2 * 3_600;

/** The polls of each hour, so that a feed that stopped is seen at once. */
export function FeedPanel() {
  return (
    <section className="panel" aria-labelledby="feed-title">
      <h2 id="feed-title">Polls of each hour, the last {FEED_HOURS / 24} days</h2>
      <Loaded query={useQuery(feedQuery)}>
        {(feed) =>
          feed.newestPollAt === null ? (
            <p>No polls have come in yet.</p>
          ) : (
            <Feed feed={feed} newest={feed.newestPollAt} />
          )
        }
      </Loaded>
    </section>
  );
}

function Feed({ feed: { items }, newest }: { feed: PollsPerHour; newest: string }) {
  const isOld = useAge(newest) > MAX_AGE_SECONDS;
  const without = items.filter(({ polls }) => polls === 0).length;
  return (
    <>
      <p>
        Newest poll: <Instant at={newest} />, <Age of={newest} />.
        {isOld && <strong className="warning"> Nothing has come in since: the feed may have stopped.</strong>}
        {without > 0 && ` ${without} of these hours have no polls.`}
      </p>
      <FeedChart items={items} />
      <details>
        <summary>Show as a table</summary>
        <FeedTable items={items} />
      </details>
    </>
  );
}

function FeedChart({ items }: { items: readonly PollHour[] }) {
  const most = Math.max(1, ...items.map(({ polls }) => polls));
  const width = items.length * (BAR + GAP);
  return (
    <div ref={showEnd} className="scroll" tabIndex={0} role="group" aria-label="Chart of the polls of each hour">
      <svg
        className="feed"
        width={width}
        height={HEIGHT}
        viewBox={`0 0 ${width} ${HEIGHT}`}
        role="img"
        aria-label="The table below has the numbers"
      >
        {items.map((item, index) => (
          <FeedBar key={item.hour} item={item} x={index * (BAR + GAP)} most={most} />
        ))}
      </svg>
    </div>
  );
}

/** An hour without polls is a cross at the foot. */
function FeedBar({ item: { hour, polls, stores }, x, most }: { item: PollHour; x: number; most: number }) {
  const title = `${formatInstant(hour, VIEWER_ZONE)}: ${polls.toLocaleString('en')} polls of ${stores.toLocaleString('en')} stores`;
  const height = Math.max(2, (polls / most) * HEIGHT);
  return (
    <g>
      <title>{title}</title>
      {polls === 0 ? (
        <path className="feed-gap" d={`M${x + 1} ${HEIGHT - 8}l7 7m0 -7l-7 7`} />
      ) : (
        <rect className="bar-up" x={x} y={HEIGHT - height} width={BAR} height={height} />
      )}
    </g>
  );
}

function FeedTable({ items }: { items: readonly PollHour[] }) {
  return (
    <table className="narrow">
      <thead>
        <tr>
          <th scope="col">Hour</th>
          <th scope="col" className="number">
            Polls
          </th>
          <th scope="col" className="number">
            Stores
          </th>
        </tr>
      </thead>
      <tbody>
        {items.toReversed().map(({ hour, polls, stores }) => (
          <tr key={hour}>
            <td>
              <Instant at={hour} style="short" />
            </td>
            <td className="number">{polls === 0 ? 'none' : polls.toLocaleString('en')}</td>
            <td className="number">{stores.toLocaleString('en')}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The newest hours are at the right. */
function showEnd(element: HTMLElement | null): void {
  if (element !== null) element.scrollLeft = element.scrollWidth;
}
