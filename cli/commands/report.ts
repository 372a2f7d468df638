import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';
import type { Command } from 'commander';
import type { ReportDetailDto } from '../../src/reports/report.dto.js';
import { FailedError, resolvePath, waitUntilFinished, type Context } from '../context.js';
import { formatCount } from '../terminal.js';
import { parseWholeNumber } from '../whole-number.js';

interface ReportOptions {
  readonly asOf: string;
  readonly store?: string[];
  readonly interpolation: string;
  readonly window?: string[];
  readonly reachHours?: number;
  readonly out?: string;
}

export function addReport(program: Command, context: () => Context): void {
  program
    .command('report')
    .description('Make a report, wait for it, and print its CSV')
    .option(
      '--as-of <instant>',
      '"latest" (the newest poll), "now", or an instant such as 2023-01-25T18:13:22Z',
      'latest',
    )
    .option('--store <id...>', 'the stores to report on; all of them unless given')
    .option(
      '--window <window...>',
      'PT1H, P30D, from/to, 2024-03 or last_month: up to 12; the last hour, day and week unless given',
    )
    .option('--interpolation <rule>', '"nearest" or "previous"', 'nearest')
    .option('--reach-hours <hours>', 'how far a poll covers the time around it', parseWholeNumber)
    .option('--out <file>', 'write the CSV there, and print what the report says of itself')
    .action((options: ReportOptions) => makeReport(context(), options));
}

async function makeReport(
  context: Context,
  { out, store, asOf, window, interpolation, reachHours }: ReportOptions,
): Promise<void> {
  const { api, terminal } = context;
  const request = {
    asOf,
    interpolation,
    ...(store && { storeIds: store }),
    ...(window && { windows: window }),
    ...(reachHours && { reachHours }),
  };
  const { reportId } = await api.post<{ reportId: string }>('/reports', request);
  const report = await waitUntilFinished<ReportDetailDto>(context, `/reports/${reportId}`, ({ progress }) => {
    const { phase, storesDone, storesTotal, secondsLeft } = progress;
    const stores = `${formatCount(storesDone)} of ${storesTotal === null ? '?' : formatCount(storesTotal)} stores`;
    const left = secondsLeft === null ? '' : `, ${Math.ceil(secondsLeft)} s left`;
    terminal.progress(`report ${reportId}: ${phase === 'assembling' ? 'writing the CSV' : stores}${left}`);
  });
  terminal.clear();
  if (report.csv !== null && out !== undefined) await saveCsv(context, report.csv.url, resolvePath(out));
  if (context.json) context.print(JSON.stringify(report, undefined, 2));
  if (report.csv === null) {
    throw new FailedError(`the report is ${report.status}: ${report.error ?? 'for an unknown reason'}`);
  }
  if (report.progress.storesFailed > 0) {
    terminal.print(`${report.progress.storesFailed} stores could not be computed; the first: ${failedStore(report)}`);
  }
  if (context.json) return;
  if (out === undefined) await pipeline(await downloadCsv(context, report.csv.url), process.stdout, { end: false });
  else context.print(`${out}  ${formatCount(report.csv.rows)} stores as of ${report.asOf ?? '?'}, report ${reportId}`);
}

function failedStore({ failedStores: [first] }: ReportDetailDto): string {
  return first === undefined ? '' : `${first.storeId} (${first.reason})`;
}

/** Writes to a temporary file first: at its path the CSV is complete or absent. */
async function saveCsv(context: Context, url: string, file: string): Promise<void> {
  const temporary = `${file}.${process.pid}.draft`;
  try {
    await pipeline(await downloadCsv(context, url), createWriteStream(temporary));
    await rename(temporary, file);
  } catch (error) {
    await rm(temporary, { force: true });
    throw new FailedError(`${file} could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function downloadCsv({ api }: Context, url: string): Promise<Readable> {
  return Readable.fromWeb((await api.download(url)) as ReadableStream);
}
