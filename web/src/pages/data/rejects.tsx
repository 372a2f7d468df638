import { useInfiniteQuery } from '@tanstack/react-query';
import type { Import } from '../../api/types.gen.js';
import { Loading } from '../../parts/problem/loading.js';
import { ProblemNote } from '../../parts/problem/problem-note.js';
import { Instant } from '../../parts/time/instant.js';
import { rejectsOfImportQuery } from './data-queries.js';

/** The rejected rows themselves, to look at and to download. */
export function Rejects({ imported: { importId, rejectsDroppedAt } }: { imported: Import }) {
  return (
    <section className="panel" aria-labelledby="rejects-title">
      <div className="row apart">
        <h2 id="rejects-title">Rejected rows</h2>
        {rejectsDroppedAt === null && (
          <a className="button" href={`/imports/${importId}/rejects`} download>
            Download as CSV
          </a>
        )}
      </div>
      {rejectsDroppedAt === null ? (
        <RejectTable importId={importId} />
      ) : (
        <p>
          They were kept until <Instant at={rejectsDroppedAt} />.
        </p>
      )}
    </section>
  );
}

function RejectTable({ importId }: { importId: string }) {
  const query = useInfiniteQuery(rejectsOfImportQuery(importId));
  if (query.isPending) return <Loading />;
  if (query.isError) return <ProblemNote error={query.error} retry={() => void query.refetch()} />;
  return (
    <>
      <div className="scroll" tabIndex={0} role="region" aria-labelledby="rejects-title">
        <table>
          <thead>
            <tr>
              <th scope="col" className="number">
                Line
              </th>
              <th scope="col">Reason</th>
              <th scope="col">Row</th>
            </tr>
          </thead>
          <tbody>
            {query.data.pages
              .flatMap(({ items }) => items)
              .map(({ line, reason, row }) => (
                <tr key={line}>
                  <td className="number">{line.toLocaleString('en')}</td>
                  <td>{reason}</td>
                  <td>
                    <code>{row}</code>
                  </td>
                </tr>
              ))}
          </tbody>
        </table>
      </div>
      {query.hasNextPage && (
        <button type="button" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          More rows
        </button>
      )}
    </>
  );
}
