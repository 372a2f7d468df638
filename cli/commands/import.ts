import { constants, openAsBlob } from 'node:fs';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { Option, type Command } from 'commander';
import type { ImportDto, UploadedDto } from '../../src/imports/import.dto.js';
import { FailedError, resolvePath, waitUntilFinished, type Context } from '../context.js';
import { formatCount, formatCountOf, printable } from '../terminal.js';

export function addImport(program: Command, context: () => Context): void {
  program
    .command('import')
    .argument('<file...>', 'CSV files of polls, business hours or time zones, gzipped or not, or ZIP archives of them')
    .description('Upload files and wait until they are imported')
    .option('--no-wait', 'print the ids of the imports and end')
    .addOption(new Option('--strict', 'fail if any row is rejected').default(false).conflicts('wait'))
    .action((files: string[], options: ImportOptions) => importFiles(context(), files, options));
}

interface ImportOptions {
  readonly wait: boolean;
  readonly strict: boolean;
}

async function importFiles(context: Context, files: readonly string[], { wait, strict }: ImportOptions): Promise<void> {
  const { imports } = await send(context, files);
  const ended: ImportDto[] = [];
  for (const { importId, fileName } of imports) {
    if (wait) ended.push(await follow(context, importId));
    else if (!context.json) context.print(`${importId}  ${fileName}`);
  }
  if (context.json) context.print(JSON.stringify(wait ? ended : imports, undefined, 2));
  const problem = findProblem(ended, strict);
  if (problem !== null) throw new FailedError(problem);
}

/** Returns why the command fails, null if it succeeds. */
function findProblem(imports: readonly ImportDto[], strict: boolean): string | null {
  const failed = imports.filter(({ status }) => status !== 'Complete');
  if (failed.length > 0) return `${failed.length} of ${imports.length} files could not be imported`;
  const unusable = imports
    .filter(({ rowsRead, rejected }) => rowsRead > 0 && rejected === rowsRead)
    .map(({ fileName }) => printable(fileName));
  if (unusable.length > 0) return `no row could be used of ${unusable.join(', ')}`;
  const rejected = imports.reduce((sum, imported) => sum + imported.rejected, 0);
  return strict && rejected > 0 ? `rejected, and --strict is set: ${formatCountOf(rejected, 'row')}` : null;
}

async function send({ api, terminal }: Context, files: readonly string[]): Promise<UploadedDto> {
  const form = new FormData();
  let bytes = 0;
  for (const file of files) {
    await access(resolvePath(file), constants.R_OK).catch((error: unknown) => {
      throw new FailedError(`${file} can't be read: ${error instanceof Error ? error.message : String(error)}`);
    });
    const blob = await openAsBlob(resolvePath(file));
    bytes += blob.size;
    form.append('file', blob, path.basename(file));
  }
  terminal.progress(`uploading ${formatCount(Math.ceil(bytes / 1_000))} kB`);
  return api.upload<UploadedDto>('/imports', form);
}

async function follow(context: Context, importId: string): Promise<ImportDto> {
  const { terminal, print, json, api } = context;
  const ended = await waitUntilFinished<ImportDto>(
    context,
    `/imports/${importId}`,
    ({ fileName, bytes, bytesRead, rowsRead }) => {
      const share = bytes === 0 ? 0 : Math.floor((100 * bytesRead) / bytes);
      terminal.progress(
        share < 100
          ? `${fileName}: ${share} % read, ${formatCount(rowsRead)} rows`
          : `${fileName}: ${formatCount(rowsRead)} rows, merging`,
      );
    },
  );
  terminal.clear();
  if (!json) print(`${ended.fileName}  ${formatImportResult(ended)}`);
  for (const remark of findRemarks(ended)) terminal.print(`  ${remark}`);
  if (ended.rejected > 0) terminal.print(`  what was rejected: ${api.url}/imports/${importId}/rejects`);
  return ended;
}

const MAX_REASONS = 5;
const MAX_ROW_LENGTH = 120;

/** Returns what a person should know about the rows of a file. */
function findRemarks({ warnings, rejectReasons, ignoredColumns, storesWithAssumedTimeZone }: ImportDto): string[] {
  const columns =
    ignoredColumns.length === 0 ? [] : [`columns that are not read: ${ignoredColumns.map(printable).join(', ')}`];
  const assumed = storesWithAssumedTimeZone ?? 0;
  const zones = assumed === 0 ? [] : [`stores without a time zone, for which one is assumed: ${formatCount(assumed)}`];
  return [
    ...columns,
    ...zones,
    ...warnings.map(
      ({ warning, count, example }) =>
        `warning, ${formatCountOf(count, 'row')}: ${warning}. Line ${example.line}: ${printable(example.value)}`,
    ),
    ...rejectReasons
      .slice(0, MAX_REASONS)
      .map(
        ({ reason, count, example }) =>
          `rejected, ${formatCountOf(count, 'row')}: ${printable(reason)}. Line ${example.line}: ${printable(example.row.slice(0, MAX_ROW_LENGTH))}`,
      ),
  ];
}

/** Formats the result of an import in one line. */
export function formatImportResult({ status, kind, error, ...counts }: ImportResult): string {
  if (status === 'Failed') return `not imported: ${error ?? 'for an unknown reason'}`;
  const parts = [
    `${formatCount(counts.inserted)} new`,
    ...(counts.unchanged > 0 ? [`${formatCount(counts.unchanged)} known`] : []),
    ...(counts.corrected > 0 ? [`${formatCount(counts.corrected)} corrected`] : []),
    ...(counts.rejected > 0 ? [`${formatCount(counts.rejected)} rejected`] : []),
  ];
  return `${kind ?? 'data'}: ${formatCountOf(counts.rowsRead, 'row')}, ${parts.join(', ')}`;
}

type ImportResult = Pick<
  ImportDto,
  'kind' | 'error' | 'rowsRead' | 'inserted' | 'unchanged' | 'corrected' | 'rejected'
> & {
  readonly status: string;
};
