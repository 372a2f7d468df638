import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type ReactNode } from 'react';
import { SortHeader, type Sort } from './sort-header.js';
import './table.css';

/** A column. One with a `sort` can be sorted by it. */
export interface Column<Row, Key extends string> {
  readonly title: string;
  readonly sort?: Key;
  readonly isNumber?: boolean;
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
}

interface Props<Row, Key extends string> {
  readonly label: string;
  readonly columns: readonly Column<Row, Key>[];
  /** The rows that are loaded, in the order of the server. */
  readonly rows: readonly Row[];
  /** How many there are, also those that are not loaded. */
  readonly rowCount: number;
  readonly rowKey: (row: Row) => string;
  /** Loads the next rows; null if all are loaded, or if it is under way. */
  readonly loadMore: (() => void) | null;
  /** What is said instead of all columns but the first, for a row that has no figures. */
  readonly remark?: (row: Row) => string | undefined;
  readonly sort: Sort<Key>;
  readonly onSort: (sort: Sort<Key>) => void;
}

const ROW_HEIGHT = 44;

/** Rows beyond the visible ones, so that scrolling shows no gaps. */
const OVERSCAN = 12;

/** The next page is asked for so many rows before its first one is seen. */
const LOAD_AHEAD = 100;

/** A table of any length: the server sorts and pages, and only rows that are seen are in the document. */
export function VirtualTable<Row, Key extends string>(props: Props<Row, Key>) {
  const { label, columns, rows, rowCount, rowKey, loadMore, remark, sort, onSort } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    overscan: OVERSCAN,
  });
  const seen = virtualizer.getVirtualItems();
  const lastSeen = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    if (lastSeen >= rows.length - LOAD_AHEAD) loadMore?.();
  }, [lastSeen, rows.length, loadMore]);
  const before = seen[0]?.start ?? 0;
  const after = virtualizer.getTotalSize() - (seen.at(-1)?.end ?? 0);
  return (
    <div ref={scroller} className="virtual-table panel" tabIndex={0} role="region" aria-label={`${label}, scrolls`}>
      <table aria-rowcount={rowCount + 1} aria-label={label}>
        <colgroup>
          {columns.map(({ title, width }) => (
            <col key={title} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr aria-rowindex={1}>
            {columns.map((column) => (
              <SortHeader key={column.title} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          <Spacer height={before} columns={columns.length} />
          {seen.map(({ index }) => (
            <tr key={rowKey(rows[index]!)} aria-rowindex={index + 2}>
              <Cells row={rows[index]!} columns={columns} remark={remark?.(rows[index]!)} />
            </tr>
          ))}
          <Spacer height={after} columns={columns.length} />
        </tbody>
      </table>
    </div>
  );
}

function Cells<Row, Key extends string>(props: {
  readonly row: Row;
  readonly columns: readonly Column<Row, Key>[];
  readonly remark: string | undefined;
}) {
  const { row, columns, remark } = props;
  const shown = remark === undefined ? columns : columns.slice(0, 1);
  return (
    <>
      {shown.map(({ title, isNumber, cell }) => (
        <td key={title} className={isNumber === true ? 'number' : undefined}>
          {cell(row)}
        </td>
      ))}
      {remark !== undefined && <td colSpan={columns.length - 1}>{remark}</td>}
    </>
  );
}

/** The place of rows that are not in the document. */
function Spacer({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden="true">
      <td className="spacer" colSpan={columns} style={{ height }} />
    </tr>
  );
}
