import { useInfiniteQuery } from '@tanstack/react-query';
import type { Import } from '../../api/types.gen.js';
import { PagedList } from '../../parts/table/paged-list.js';
import { Instant } from '../../parts/time/instant.js';
import { rejectsOfImportQuery } from './data-queries.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';

const HEADINGS = [{ title: 'Line', isNumber: true }, 'Reason', 'Row'];

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
  return (
    <PagedList query={useInfiniteQuery(rejectsOfImportQuery(importId))} empty="None." more="More rows">
      {(rejects) => (
        <ScrollTable label="Rejected rows" headings={HEADINGS}>
          {rejects.map(({ line, reason, row }) => (
            <tr key={line}>
              <td className="number">{line.toLocaleString('en')}</td>
              <td>{reason}</td>
              <td>
                <code>{row}</code>
              </td>
            </tr>
          ))}
        </ScrollTable>
      )}
    </PagedList>
  );
}
