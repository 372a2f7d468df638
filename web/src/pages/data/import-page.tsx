import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Import } from '../../api/types.gen.js';
import { formatDuration } from '../../parts/format/duration.js';
import { Loaded } from '../../parts/problem/loading.js';
import { Instant } from '../../parts/time/instant.js';
import { ImportOutcome } from '../../parts/upload/import-outcome.js';
import { importQuery } from '../../parts/upload/import-queries.js';
import { useTitle } from '../../shell/use-title.js';
import { Rejects } from './rejects.js';
import './data.css';

const route = getRouteApi('/data/$importId');

/** An import: its counts, what was rejected and why, and what to look at. */
export function ImportPage() {
  const { importId } = route.useParams();
  return (
    <>
      <p>
        <Link to="/data">Data</Link>
      </p>
      <Loaded query={useQuery(importQuery(importId))}>{(imported) => <Details imported={imported} />}</Loaded>
    </>
  );
}

function Details({ imported }: { imported: Import }) {
  const { fileName, source, bytes, startedAt, durationMs, rejected, ignoredColumns, dataVersion } = imported;
  useTitle(fileName);
  return (
    <div className="stack">
      <h1>{fileName}</h1>
      <p role="status">
        <ImportOutcome imported={imported} />
      </p>
      <dl className="facts panel">
        <dt>From</dt>
        <dd>{source === 'folder' ? 'the data folder' : 'an upload'}</dd>
        <dt>Size</dt>
        <dd>{bytes.toLocaleString('en')} bytes</dd>
        <dt>Began</dt>
        <dd>
          <Instant at={startedAt} />
          {durationMs !== null && `, took ${formatDuration(durationMs / 1_000)}`}
        </dd>
        <dt>Data version</dt>
        <dd>{dataVersion ?? 'none, since it changed nothing'}</dd>
        {ignoredColumns.length > 0 && (
          <>
            <dt>Columns not read</dt>
            <dd>{ignoredColumns.join(', ')}</dd>
          </>
        )}
      </dl>
      <Findings imported={imported} />
      {rejected > 0 && <Rejects imported={imported} />}
    </div>
  );
}

/** Why rows were rejected, and what to look at in rows that were taken. */
function Findings({ imported: { rejectReasons, warnings, storesWithAssumedTimeZone } }: { imported: Import }) {
  return (
    <>
      {rejectReasons.length > 0 && (
        <section className="panel" aria-labelledby="reasons-title">
          <h2 id="reasons-title">Why rows were rejected</h2>
          <ul>
            {rejectReasons.map(({ reason, count, example }) => (
              <li key={reason}>
                {count.toLocaleString('en')}: {reason}. The first is line {example.line}: <code>{example.row}</code>
              </li>
            ))}
          </ul>
        </section>
      )}
      {(warnings.length > 0 || (storesWithAssumedTimeZone ?? 0) > 0) && (
        <section className="panel" aria-labelledby="warnings-title">
          <h2 id="warnings-title">To look at, in rows that were taken</h2>
          <ul>
            {warnings.map(({ warning, count, example }) => (
              <li key={warning}>
                {count.toLocaleString('en')}: {warning}. The first is line {example.line}: <code>{example.value}</code>
              </li>
            ))}
            {storesWithAssumedTimeZone !== null && storesWithAssumedTimeZone > 0 && (
              <li>
                {storesWithAssumedTimeZone.toLocaleString('en')} of its stores have no time zone; America/Chicago is
                assumed.
              </li>
            )}
          </ul>
        </section>
      )}
    </>
  );
}
