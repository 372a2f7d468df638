import type { RowDifference } from '../../api/types.gen.js';
import { windowName } from '../../parts/format/window-name.js';
import { StoreLink } from '../../parts/store-link.js';
import { formatDifference } from './format-difference.js';

const CHANGES = {
  numbers: 'other numbers',
  added: 'only in this report',
  removed: 'only in the other report',
  error: 'could not be computed for one of them',
} as const;

/** The stores whose numbers differ. Of each window: how much longer it was down. */
export function DifferenceTable({ differences }: { differences: readonly RowDifference[] }) {
  const windows = Object.keys(differences.find((difference) => difference.windows !== null)?.windows ?? {});
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label="Differences">
      <table>
        <thead>
          <tr>
            <th scope="col">Store</th>
            <th scope="col">What differs</th>
            {windows.map((name) => (
              <th key={name} scope="col">
                {windowName(name)}: down
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
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
        </tbody>
      </table>
    </div>
  );
}
