import type { RowDifference } from '../../api/types.gen.js';
import { windowName } from '../../parts/format/window-name.js';
import { StoreLink } from '../../parts/store-link.js';
import { formatDifference } from './format-difference.js';
import { ScrollTable } from '../../parts/table/scroll-table.js';

const CHANGES = {
  numbers: 'other numbers',
  added: 'only in this report',
  removed: 'only in the other report',
  error: 'could not be computed for one of them',
} as const;

/** The stores whose numbers differ. Of each window: how much longer it was down. */
export function DifferenceTable({ differences }: { differences: readonly RowDifference[] }) {
  const windows = Object.keys(differences.find((difference) => difference.windows !== null)?.windows ?? {});
  const headings = ['Store', 'What differs', ...windows.map((name) => `${windowName(name)}: down`)];
  return (
    <ScrollTable label="Differences" headings={headings}>
      {differences.map(({ storeId, change, windows: changed }) => (
        <tr key={storeId}>
          <td>
            <StoreLink storeId={storeId} />
          </td>
          <td>{CHANGES[change]}</td>
          {windows.map((name) => (
            <td key={name} className="nowrap">
              {changed?.[name] === undefined ? '' : formatDifference(changed[name].downtimeSeconds)}
            </td>
          ))}
        </tr>
      ))}
    </ScrollTable>
  );
}
