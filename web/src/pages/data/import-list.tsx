import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Import } from '../../api/types.gen.js';
import { formatDuration } from '../../parts/format/duration.js';
import { PagedList } from '../../parts/table/paged-list.js';
import { Instant } from '../../parts/time/instant.js';
import { ImportOutcome } from '../../parts/upload/import-outcome.js';
import { importsQuery } from './data-queries.js';
import { IMPORT_FILTERS } from './search.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';

const HEADINGS = ['File', 'What became of it', 'Began', { title: 'Took', isNumber: true }];

const route = getRouteApi('/data');

const SAME_FILTER = { exact: true, explicitUndefined: true };

/** The imports, newest first. */
export function ImportList() {
  const search = route.useSearch();
  const query = useInfiniteQuery(importsQuery(search));
  return (
    <section className="panel" aria-labelledby="imports-title">
      <div className="row apart">
        <h2 id="imports-title">Imports</h2>
        <Filter />
      </div>
      <PagedList
        query={query}
        empty={search.only === undefined ? 'No file has been imported yet.' : 'None.'}
        more="Older ones"
      >
        {(imports) => <ImportTable imports={imports} />}
      </PagedList>
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
    <ScrollTable label="Imports" headings={HEADINGS}>
      {imports.map((imported) => (
        <ImportRow key={imported.importId} imported={imported} />
      ))}
    </ScrollTable>
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
