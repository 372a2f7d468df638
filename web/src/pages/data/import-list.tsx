import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Import } from '../../api/types.gen.js';
import { formatDuration } from '../../parts/format/duration.js';
import { Loading } from '../../parts/problem/loading.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { Instant } from '../../parts/time/instant.js';
import { ImportOutcome } from '../../parts/upload/import-outcome.js';
import { importsQuery } from './data-queries.js';
import { IMPORT_FILTERS } from './search.js';

const route = getRouteApi('/data');

const SAME_FILTER = { exact: true, explicitUndefined: true };

/** The imports, newest first. */
export function ImportList() {
  const search = route.useSearch();
  const query = useInfiniteQuery(importsQuery(search));
  const imports = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <section className="panel" aria-labelledby="imports-title">
      <div className="row apart">
        <h2 id="imports-title">Imports</h2>
        <Filter />
      </div>
      {query.isPending && <Loading />}
      {query.isError && <ProblemNote error={query.error} retry={() => void query.refetch()} />}
      {query.isSuccess && imports.length === 0 && (
        <p className="quiet">{search.only === undefined ? 'No file has been imported yet.' : 'None.'}</p>
      )}
      {imports.length > 0 && <ImportTable imports={imports} />}
      {query.hasNextPage && (
        <p>
          <button type="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Older ones
          </button>
        </p>
      )}
    </section>
  );
}

function Filter() {
  return (
    <nav className="row small" aria-label="Which imports">
      {IMPORT_FILTERS.map(([filter, name]) => (
        <Link key={name} to="/data" search={{ only: filter }} activeOptions={SAME_FILTER}>
          {name}
        </Link>
      ))}
    </nav>
  );
}

function ImportTable({ imports }: { imports: readonly Import[] }) {
  return (
    <div className="scroll" tabIndex={0} role="region" aria-labelledby="imports-title">
      <table>
        <thead>
          <tr>
            <th scope="col">File</th>
            <th scope="col">What became of it</th>
            <th scope="col">Began</th>
            <th scope="col" className="number">
              Took
            </th>
          </tr>
        </thead>
        <tbody>
          {imports.map((imported) => (
            <ImportRow key={imported.importId} imported={imported} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function ImportRow({ imported }: { imported: Import }) {
  const { importId, fileName, source, startedAt, durationMs, warnings } = imported;
  const warned = warnings.reduce((sum, { count }) => sum + count, 0);
  return (
    <tr>
      <td>
        <Link to="/data/$importId" params={{ importId }}>
          {fileName}
        </Link>
        <div className="small quiet">{source === 'folder' ? 'from the data folder' : 'uploaded'}</div>
      </td>
      <td>
        <ImportOutcome imported={imported} />
        {warned > 0 && <div className="small warning">{warned.toLocaleString('en')} warnings</div>}
      </td>
      <td>
        <Instant at={startedAt} style="short" />
      </td>
      <td className="number">{durationMs === null ? '' : formatDuration(durationMs / 1_000)}</td>
    </tr>
  );
}
