import type { RowDifference } from '../../../api/types.gen.js';
import { StoreLink } from '../../../parts/store-link.js';
import { ScrollTable } from '../../../parts/table/scroll-table.js';
import { FIGURES, describeChange, formatDifference } from './difference.js';

const HEADINGS = ['Store', 'What differs', ...FIGURES.map(({ title }) => title)];

/** The stores whose numbers differ, with how much more or less a window has in this report. */
export function DifferenceTable({ differences, window }: { differences: readonly RowDifference[]; window: string }) {
  return (
    <ScrollTable label="Differences" headings={HEADINGS}>
      {differences.map((difference) => (
        <tr key={difference.storeId}>
          <td>
            <StoreLink storeId={difference.storeId} />
          </td>
          <td>{describeChange(difference, window)}</td>
          {FIGURES.map(({ key }) => (
            <td key={key} className="nowrap">
              {difference.windows === null ? '' : formatDifference(difference.windows[window]![key])}
            </td>
          ))}
        </tr>
      ))}
    </ScrollTable>
  );
}
