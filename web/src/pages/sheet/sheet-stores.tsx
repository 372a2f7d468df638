import { useQuery } from '@tanstack/react-query';
import type { ReportRow } from '../../api/types.gen.js';
import { formatDuration } from '../../parts/format/duration.js';
import { formatAmount, formatPercent, formatTarget } from '../../parts/format/percent.js';
import { Loaded } from '../../parts/problem/loading.js';
import { StoreLink } from '../../parts/store-link.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';
import { sheetStoresQuery } from './sheet-queries.js';

interface Props {
  readonly reportId: string;
  readonly group: string | undefined;
  readonly window: string;
}

/** Each store of a sheet, the one with the lowest uptime first. */
export function SheetStores({ reportId, group, window }: Props) {
  return (
    <section className="panel" aria-labelledby="stores-title">
      <h2 id="stores-title">Stores, the lowest uptime first</h2>
      <Loaded query={useQuery(sheetStoresQuery(reportId, group, window))}>
        {({ items, nextCursor }) => (
          <>
            <StoreTable rows={items} window={window} />
            {nextCursor !== null && <p>These are the first {items.length}. The CSV of the report has all.</p>}
          </>
        )}
      </Loaded>
    </section>
  );
}

function StoreTable({ rows, window }: { rows: readonly ReportRow[]; window: string }) {
  const figures = rows.map(({ windows }) => windows?.[window]);
  const hasTarget = figures.some((of) => of?.target != null);
  const hasValue = figures.some((of) => (of?.lostValue ?? 0) > 0);
  const hasExcused = figures.some((of) => (of?.excusedSeconds ?? 0) > 0);
  const headings = [
    'Store',
    { title: 'Uptime', isNumber: true },
    ...(hasTarget ? [{ title: 'Target', isNumber: true }] : []),
    { title: 'Down', isNumber: true },
    ...(hasExcused ? [{ title: 'Excused', isNumber: true }] : []),
    { title: 'Open', isNumber: true },
    ...(hasValue ? [{ title: 'Value lost', isNumber: true }] : []),
  ];
  return (
    <ScrollTable label="Stores" headings={headings}>
      {rows.map((row) => {
        const of = row.windows?.[window];
        return (
          <tr key={row.storeId}>
            <th scope="row">
              <StoreLink storeId={row.storeId} name={row.name} />
            </th>
            <td className="number">{of === undefined ? 'not computed' : percentOf(of)}</td>
            {hasTarget && (
              <td className="number">
                {formatTarget(of?.target ?? null)} {of?.met === false && <strong className="down-text">missed</strong>}
              </td>
            )}
            <td className="number">{of !== undefined && formatDuration(of.downtimeSeconds)}</td>
            {hasExcused && <td className="number">{of !== undefined && formatDuration(of.excusedSeconds)}</td>}
            <td className="number">{of !== undefined && formatDuration(of.openSeconds)}</td>
            {hasValue && <td className="number">{of?.lostValue != null && formatAmount(of.lostValue)}</td>}
          </tr>
        );
      })}
    </ScrollTable>
  );
}

function percentOf({ openSeconds, uptimePercent }: { openSeconds: number; uptimePercent: number | null }): string {
  return openSeconds === 0 ? 'no open time' : formatPercent(uptimePercent);
}
