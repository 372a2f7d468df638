import type { ReportDetail } from '../../../api/types.gen.js';

/** The stores that could not be computed, and why. Their rows have no numbers. */
export function FailedStores({ report: { failedStores, progress } }: { report: ReportDetail }) {
  if (failedStores.length === 0) return null;
  const { storesFailed } = progress;
  const count = `${storesFailed.toLocaleString('en')} ${storesFailed === 1 ? 'store' : 'stores'}`;
  return (
    <div className="note problem">
      <strong>{count} could not be computed</strong>
      <ul>
        {failedStores.map(({ storeId, reason }) => (
          <li key={storeId}>
            <code>{storeId}</code>: {reason}
          </li>
        ))}
      </ul>
      {storesFailed > failedStores.length && (
        <p>These are the first {failedStores.length}; the table of every store has the others.</p>
      )}
    </div>
  );
}
