import { useEffect, useState } from 'react';
import { useConnection } from '../live/connection.js';
import { formatInstant, VIEWER_ZONE } from '../parts/format/instant.js';

/** A short interruption is not worth a word. */
const PATIENCE_MS = 2_000;

/** Says when the page does not learn of changes, so that nobody takes old figures for new ones. */
export function ConnectionBanner() {
  const connection = useConnection();
  const [lostAt, setLostAt] = useState<string | null>(null);
  useEffect(() => {
    if (connection !== 'lost') {
      setLostAt(null);
      return undefined;
    }
    const at = new Date().toISOString();
    const timer = setTimeout(() => setLostAt(at), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [connection]);
  return (
    <div role="status">
      {lostAt !== null && (
        <p className="banner">
          <strong>No connection to the API</strong> since {formatInstant(lostAt, VIEWER_ZONE, 'seconds')}. What you see
          is as of then; it is brought up to date as soon as the API answers.
        </p>
      )}
    </div>
  );
}
