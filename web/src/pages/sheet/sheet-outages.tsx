import { useQuery } from '@tanstack/react-query';
import { formatDuration } from '../../parts/format/duration.js';
import { Loaded } from '../../parts/problem/loading.js';
import { StoreLink } from '../../parts/store-link.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';
import { Instant } from '../../parts/time/instant.js';
import { sheetOutagesQuery } from './sheet-queries.js';

interface Props {
  readonly reportId: string;
  readonly group: string | undefined;
  readonly window: string;
}

/** The longest outages. A report has those of its longest window alone: a sheet of another one has none. */
export function SheetOutages({ reportId, group, window }: Props) {
  return (
    <Loaded query={useQuery(sheetOutagesQuery(reportId, group))}>
      {(outages) =>
        outages.window.name !== window || outages.items.length === 0 ? null : (
          <section className="panel" aria-labelledby="outages-title">
            <h2 id="outages-title">The longest outages</h2>
            <ScrollTable label="The longest outages" headings={['Store', 'Open time down', 'From', 'To', 'Reason']}>
              {outages.items.map(({ storeId, name, openSeconds, from, to, ongoing, reason }) => (
                <tr key={`${storeId} ${from}`}>
                  <td>
                    <StoreLink storeId={storeId} name={name} />
                  </td>
                  <td className="nowrap">{formatDuration(openSeconds)}</td>
                  <td>
                    <Instant at={from} style="short" />
                  </td>
                  <td>{ongoing ? 'not over' : <Instant at={to} style="short" />}</td>
                  <td>{reason}</td>
                </tr>
              ))}
            </ScrollTable>
          </section>
        )
      }
    </Loaded>
  );
}
