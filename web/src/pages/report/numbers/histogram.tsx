import type { ReportSummary } from '../../../api/types.gen.js';

type WindowSummary = ReportSummary['windows'][number];

/** How many stores had which uptime: a table whose bars are beside its numbers. */
export function Histogram({ window: { distribution } }: { window: WindowSummary }) {
  const most = Math.max(1, ...distribution.map(({ stores }) => stores));
  return (
    <section className="panel" aria-labelledby="histogram-title">
      <h2 id="histogram-title">Stores by uptime</h2>
      <table className="histogram">
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Uptime</th>
            <th scope="col">Stores</th>
            <th scope="col">Bar</th>
          </tr>
        </thead>
        <tbody>
          {distribution.toReversed().map(({ from, to, stores }) => (
            <tr key={`${from} ${to}`}>
              <th scope="row">{from === to ? `${from} %` : `${from} to ${to} %`}</th>
              <td className="number">{stores.toLocaleString('en')}</td>
              <td>
                <svg width="100%" height="14" aria-hidden="true">
                  <rect className="bar-up" x="0" y="1" height="12" width={`${(stores / most) * 100}%`} />
                </svg>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="small quiet">
        From the first number up to, not including, the second. 100 % means that nothing was down.
      </p>
    </section>
  );
}
