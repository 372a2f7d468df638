import { useConnection } from '../../live/connection.js';
import { Age, useAge } from '../../parts/time/age.js';
import { Instant } from '../../parts/time/instant.js';

/** Polls come every hour; after two there should be one. */
const MAX_AGE_SECONDS = 2 * 3_600;

/** The instant that the page describes, how old it is, and whether the page learns of newer data by itself. */
export function AsOf({ asOf }: { asOf: string }) {
  const connection = useConnection();
  const isOld = useAge(asOf) > MAX_AGE_SECONDS;
  return (
    <p className="as-of">
      As of the newest poll, <Instant at={asOf} />, <Age of={asOf} />
      {isOld && <strong className="warning"> The feed may have stopped.</strong>}
      {connection === 'live' && <span className="live-mark">Live</span>}
    </p>
  );
}
