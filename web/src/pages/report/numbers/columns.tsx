import type { ReportRow, UptimeOfWindow } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';
import { formatPercent, formatShare } from '../../../parts/format/percent.js';
import { StoreLink } from '../../../parts/store-link.js';
import type { Column } from '../../../parts/table/virtual-table.js';
import type { RowSort } from '../search.js';

/** The columns of the rows of a report, with the figures of a window. */
export function rowColumns(window: string): Column<ReportRow, RowSort>[] {
  const figure = (
    sort: RowSort,
    title: string,
    cell: (uptime: UptimeOfWindow) => string,
  ): Column<ReportRow, RowSort> => ({
    title,
    sort,
    isNumber: true,
    width: '11%',
    cell: ({ windows }) => (windows === null ? '' : cell(windows[window]!)),
  });
  return [
    {
      title: 'Store',
      sort: 'storeId',
      width: '25%',
      cell: ({ storeId, name }) => <StoreLink storeId={storeId} name={name} />,
    },
    figure('uptimePercent', 'Uptime', percentOf),
    figure('downtimeSeconds', 'Down', ({ downtimeSeconds }) => formatDuration(downtimeSeconds)),
    figure('uptimeSeconds', 'Up', ({ uptimeSeconds }) => formatDuration(uptimeSeconds)),
    figure('unobservedSeconds', 'Not observed', ({ unobservedSeconds }) => formatDuration(unobservedSeconds)),
    {
      title: 'Excused',
      isNumber: true,
      width: '9%',
      cell: ({ windows }) => (windows === null ? '' : formatDuration(windows[window]!.excusedSeconds)),
    },
    figure('openSeconds', 'Open', ({ openSeconds }) => formatDuration(openSeconds)),
    figure('coverage', 'Observed', ({ coverage }) => (coverage === null ? '' : formatShare(coverage))),
  ];
}

function percentOf({ openSeconds, uptimePercent }: UptimeOfWindow): string {
  return openSeconds === 0 ? 'no open time' : formatPercent(uptimePercent);
}
