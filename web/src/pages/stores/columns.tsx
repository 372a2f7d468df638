import type { StoreState, StoreStateSort } from '../../api/types.gen.js';
import { Spark } from '../../parts/figures/spark.js';
import { formatDuration } from '../../parts/format/duration.js';
import { formatPercent } from '../../parts/format/percent.js';
import { State } from '../../parts/state/state.js';
import { StoreLink } from '../../parts/store-link.js';
import type { Column } from '../../parts/table/virtual-table.js';

/** The columns of the list of stores. */
export const STORE_COLUMNS: readonly Column<StoreState, StoreStateSort>[] = [
  {
    title: 'Store',
    sort: 'storeId',
    width: '23%',
    cell: ({ storeId, name }) => <StoreLink storeId={storeId} name={name} />,
  },
  { title: 'State', sort: 'state', width: '13%', cell: ({ state }) => <State state={state} /> },
  {
    title: 'Time zone',
    sort: 'timeZone',
    width: '17%',
    cell: ({ timeZone, timeZoneAssumed }) => (timeZoneAssumed ? `${timeZone} (assumed)` : timeZone),
  },
  { title: '24 hours', sort: 'day.uptimePercent', isNumber: true, width: '10%', cell: ({ day }) => percentOf(day) },
  { title: '7 days', sort: 'week.uptimePercent', isNumber: true, width: '10%', cell: ({ week }) => percentOf(week) },
  {
    title: 'Down, 7 days',
    sort: 'week.downtimeSeconds',
    isNumber: true,
    width: '11%',
    cell: ({ week }) => formatDuration(week.downtimeSeconds),
  },
  {
    title: 'Not observed',
    sort: 'week.unobservedSeconds',
    isNumber: true,
    width: '11%',
    cell: ({ week }) => formatDuration(week.unobservedSeconds),
  },
  { title: 'Last week', width: '112px', cell: ({ days }) => <Spark days={days} /> },
];

function percentOf({ openSeconds, uptimePercent }: StoreState['day']): string {
  return openSeconds === 0 ? 'no open time' : formatPercent(uptimePercent);
}
