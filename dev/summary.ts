import { parse } from 'csv-parse/sync';
import type { Config } from '../src/config/config.js';
import { ReportFiles } from '../src/files/report-files.js';
import type { ApiClient } from '../cli/api-client.js';
import type { Report } from './first-report.js';
import type { Server } from './servers.js';
import { formatCount, type Terminal } from '../cli/terminal.js';

const ROWS_SHOWN = 5;

/** Enough for the header and the printed rows. */
const BYTES_READ = 16_384;

/** Returns the header and the first rows of a report's CSV. */
export async function firstRows(api: ApiClient, { reportId }: Report): Promise<string[][]> {
  return parse(await api.downloadStart(`/reports/${reportId}/csv`, BYTES_READ), { to: ROWS_SHOWN + 1 });
}

/** What `npm start` runs. */
export interface Running {
  readonly apiUrl: string;
  readonly uiUrl: string | undefined;
  readonly database: Server;
  /** Null: requests of this machine need no key. */
  readonly keyFile: string | null;
  readonly timeZoneRelease: string;
}

export function printAddresses(
  terminal: Terminal,
  { apiUrl, uiUrl, database, keyFile, timeZoneRelease }: Running,
): void {
  terminal.print('');
  terminal.print(terminal.bold('Storelight is running'));
  printPairs(terminal, [
    ['Page', `${apiUrl}/ui/`],
    ['API', `${apiUrl}/docs`],
    ...(keyFile === null ? [] : [['Key', `in ${keyFile}; requests need one`] as const]),
    ...(uiUrl === undefined ? [] : [['Workflows', uiUrl] as const]),
    ...(database.isManaged ? [['PostgreSQL', shownAddress(database)] as const] : []),
    ['Time zones', `release ${timeZoneRelease}`],
  ]);
}

/** The password is for the person at the terminal, and for no log. */
function shownAddress({ address }: Server): string {
  return process.stdout.isTTY ? address : address.replace(/:[^:@/]*@/, '@');
}

export function printReport(terminal: Terminal, config: Config, report: Report, rows: string[][]): void {
  const { reportId, asOf, progress, durationMs, csv } = report;
  terminal.print('');
  terminal.print(terminal.bold(`Report ${reportId}`));
  printPairs(terminal, [
    ['As of', asOf ?? ''],
    ['Stores', `${formatCount(progress.storesDone)}, in ${((durationMs ?? 0) / 1000).toFixed(1)} s`],
    ['CSV', new ReportFiles(config.reportsDir).path(reportId)],
  ]);
  terminal.print('');
  printTable(terminal, [(rows[0] ?? []).map(heading), ...rows.slice(1)]);
  const more = (csv?.rows ?? 0) - (rows.length - 1);
  if (more > 0) terminal.print(terminal.dim(`  and ${formatCount(more)} more`));
}

/** Shortens a column name, since the table must fit a terminal: `uptime_last_hour_minutes` becomes `up hour (min)`. */
function heading(column: string): string {
  return column
    .replace(/^(up|down)time_last_/, '$1 ')
    .replace(/_minutes$/, ' (min)')
    .replace(/_hours$/, ' (h)');
}

function printPairs(terminal: Terminal, pairs: readonly (readonly [string, string])[]): void {
  for (const [name, value] of pairs) terminal.print(`  ${terminal.dim(name.padEnd(10))}  ${value}`);
}

function printTable(terminal: Terminal, rows: string[][]): void {
  const [header = []] = rows;
  const widths = header.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const [index, row] of rows.entries()) {
    const line = row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0]!) : cell.padStart(widths[column]!)));
    terminal.print(`  ${index === 0 ? terminal.dim(line.join('  ')) : line.join('  ')}`);
  }
}
