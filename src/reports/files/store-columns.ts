import { roundedColumns, roundedTimes } from '../../domain/reports/report-csv-columns.js';
import type { Uptime } from '../../domain/uptime/uptime.js';
import type { Window } from '../../domain/uptime/windows/windows.js';
import type { Cell, CellType, TableColumn } from '../../files/tables/table.js';
import type { RowDto } from '../rows/report-rows.dto.js';
import type { RowWindowDto } from '../rows/row-window.dto.js';

/** A row of a report as `GET /reports/{id}/rows` answers it, with what it is computed from. */
export interface FileRow {
  readonly row: RowDto;
  readonly target: number | null;
  /** On the clock of the store. */
  readonly windows: readonly Window[];
  /** Null: the store could not be computed. */
  readonly uptimes: readonly Uptime[] | null;
}

/** A column of the table of stores. */
export interface StoreColumn extends TableColumn {
  readonly cell: (row: FileRow) => Cell;
}

/** Returns all columns of a report whose stores have groups of some kinds, in the order of `columns=all`. */
export function storeColumns(windows: readonly Window[], kinds: readonly string[]): StoreColumn[] {
  return [
    of('store_id', 'text', ({ row }) => row.storeId),
    of('name', 'text', ({ row }) => row.name),
    ...kinds.map((kind) => of(`group:${kind}`, 'text', ({ row }) => row.groups[kind] ?? null)),
    of('time_zone_assumed', 'boolean', ({ row }) => row.timeZoneAssumed),
    of('state', 'text', ({ row }) => row.state),
    of('target', 'number', ({ target }) => target),
    of('value_per_hour', 'number', ({ row }) => row.valuePerHour),
    ...windows.flatMap((window, index) => columnsOfWindow(window, index)),
    of('error', 'text', ({ row }) => row.error ?? null),
  ];
}

type WindowField = Exclude<keyof RowWindowDto, 'from' | 'to' | 'target'>;

/** The columns that are fields of a window: the beginning and the end of the name, between which the window is named. */
const FIELDS: readonly (readonly [begins: string, ends: string, type: CellType, field: WindowField])[] = [
  ['open', '_seconds', 'number', 'openSeconds'],
  ['uptime', '_seconds', 'number', 'uptimeSeconds'],
  ['downtime', '_seconds', 'number', 'downtimeSeconds'],
  ['unobserved', '_seconds', 'number', 'unobservedSeconds'],
  ['excused', '_seconds', 'number', 'excusedSeconds'],
  ['coverage', '', 'number', 'coverage'],
  ['uptime', '_percent', 'number', 'uptimePercent'],
  ['outages', '', 'count', 'outages'],
  ['longest_outage', '_seconds', 'number', 'longestOutageSeconds'],
  ['mean_time_to_repair', '_seconds', 'number', 'meanTimeToRepairSeconds'],
  ['mean_time_between', '_seconds', 'number', 'meanTimeBetweenSeconds'],
  ['met', '', 'boolean', 'met'],
  ['budget_left', '_seconds', 'number', 'budgetLeftSeconds'],
  ['burn_rate', '', 'number', 'burnRate'],
  ['lost_value', '', 'number', 'lostValue'],
];

function columnsOfWindow(window: Window, index: number): StoreColumn[] {
  const { name } = window;
  const own = ({ row, windows }: FileRow) => (row.windows === null ? null : windows[index]!);
  return [
    of(`from_${name}`, 'instant', (row) => own(row)?.from ?? null),
    of(`to_${name}`, 'instant', (row) => own(row)?.to ?? null),
    ...FIELDS.map(([begins, ends, type, field]) =>
      of(`${begins}_${name}${ends}`, type, ({ row }) => row.windows?.[name]?.[field] ?? null),
    ),
    ...roundedColumns(window).map((column, time) =>
      of(column, 'hundredths', ({ uptimes }) =>
        uptimes === null ? null : roundedTimes(window, uptimes[index]!)[time]!,
      ),
    ),
  ];
}

function of(name: string, type: CellType, cell: (row: FileRow) => Cell): StoreColumn {
  return { name, type, cell };
}
