import { PARTS, type ReportParts } from './report-parts.js';
import type { BenchResults, ImportResult, ReportResult, Spread } from './results.js';

export const PART_NAMES: Readonly<Record<keyof ReportParts, string>> = {
  planning: 'until the stores are planned',
  chunks: 'all chunks',
  reading: '  reading, added up',
  computing: '  computing, added up',
  writingRows: '  writing rows, added up',
  csv: 'CSV, and until complete',
  temporal: 'of all that, waiting for Temporal',
};

export type Table = readonly (readonly string[])[];

/** Formats results as tables of Markdown, each with the ratio to the same line of an earlier run, if there is one. */
export function formatResults(results: BenchResults, earlier: BenchResults | null): string {
  const { processors, memory, node, system } = results.machine;
  return [
    `${system}, ${processors}, ${memory}, Node ${node}, ${results.takenAt}`,
    formatTable(reportTable(results.reports, earlier?.reports ?? null)),
    formatTable(partTable(results.reports)),
    formatTable(importTable(results.imports, earlier?.imports ?? null)),
  ].join('\n\n');
}

function reportTable(reports: readonly ReportResult[], earlier: readonly ReportResult[] | null): Table {
  const header = [
    'data',
    'stores',
    'polls',
    'report, median (fastest to slowest)',
    'DuckDB',
    'report / DuckDB',
    'scan of the polls',
  ];
  const rows = reports.map((result) => [
    result.data,
    count(result.stores),
    count(result.polls),
    spread(result.report),
    result.duckDb === null ? '' : spread(result.duckDb),
    result.duckDb === null ? '' : ratio(result.report.median, result.duckDb.median),
    spread(result.scan),
  ]);
  if (earlier === null) return [header, ...rows];
  const before = reports.map(({ data, stores, report }) => {
    const same = earlier.find((other) => other.data === data && other.stores === stores);
    return same === undefined ? '' : ratio(report.median, same.report.median);
  });
  return [[...header, 'to the earlier run'], ...rows.map((row, r) => [...row, before[r]!])];
}

function partTable(reports: readonly ReportResult[]): Table {
  const header = ['of a report, medians', ...reports.map(({ data, stores }) => `${data}, ${count(stores)}`)];
  const parts = PARTS.map((part) => [PART_NAMES[part], ...reports.map((result) => seconds(result.parts[part]))]);
  const cpu = (['API', 'worker', 'PostgreSQL', 'Temporal'] as const).map((program) => [
    `processor time of ${program}`,
    ...reports.map(({ cpuSeconds }) => (cpuSeconds === null ? '' : seconds(cpuSeconds[program]))),
  ]);
  const memory = (['API', 'worker', 'PostgreSQL'] as const).map((program) => [
    `peak memory of ${program}`,
    ...reports.map(({ peakMegabytes }) => (peakMegabytes === null ? '' : `${Math.round(peakMegabytes[program])} MB`)),
  ]);
  return [header, ...parts, ...cpu, ...memory];
}

function importTable(imports: readonly ImportResult[], earlier: readonly ImportResult[] | null): Table {
  const header = ['data', 'upload', 'rows', 'to committed', 'rows a second', 'bare COPY', 'upload / COPY'];
  const rows = imports.map((result) => [
    result.data,
    result.file,
    count(result.rows),
    seconds(result.seconds),
    count(Math.round(result.rows / result.seconds)),
    result.copySeconds === null ? '' : seconds(result.copySeconds),
    result.copySeconds === null ? '' : ratio(result.seconds, result.copySeconds),
  ]);
  if (earlier === null) return [header, ...rows];
  const before = imports.map(({ data, file, seconds: now }) => {
    const same = earlier.find((other) => other.data === data && other.file === file);
    return same === undefined ? '' : ratio(now, same.seconds);
  });
  return [[...header, 'to the earlier run'], ...rows.map((row, r) => [...row, before[r]!])];
}

/** Formats a table of Markdown; the first line is its header. */
export function formatTable([header, ...rows]: Table): string {
  const lines = [header!, header!.map(() => '---'), ...rows];
  const widths = header!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  return lines
    .map((line) => `| ${line.map((cell, c) => cell.padEnd(widths[c]!, cell === '---' ? '-' : ' ')).join(' | ')} |`)
    .join('\n');
}

function spread({ median, fastest, slowest }: Spread): string {
  return `${seconds(median)} (${fastest.toFixed(2)} to ${slowest.toFixed(2)})`;
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function ratio(value: number, to: number): string {
  return (value / to).toFixed(2);
}

function count(value: number): string {
  return value.toLocaleString('en');
}
