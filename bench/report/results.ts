import { cpus, totalmem } from 'node:os';
import type { ReportParts } from './report-parts.js';

/** Seconds of several runs. */
export interface Spread {
  readonly median: number;
  readonly fastest: number;
  readonly slowest: number;
}

export type Program = 'API' | 'worker' | 'PostgreSQL' | 'Temporal';

/** Reports on one set of data, and what they are compared to. */
export interface ReportResult {
  readonly data: string;
  readonly stores: number;
  readonly polls: number;
  /** From the trigger until the API says that the report is complete. */
  readonly report: Spread;
  readonly parts: { readonly [Part in keyof ReportParts]: number };
  /** Processor seconds of one report; null where the system does not tell. */
  readonly cpuSeconds: Readonly<Record<Program, number>> | null;
  readonly peakMegabytes: Readonly<Record<Exclude<Program, 'Temporal'>, number>> | null;
  /** The same question to DuckDB, from the start of a process to its end; null where it was not asked. */
  readonly duckDb: Spread | null;
  /** A scan of all polls by PostgreSQL. */
  readonly scan: Spread;
}

/** A file that was uploaded. */
export interface ImportResult {
  readonly data: string;
  readonly file: string;
  readonly rows: number;
  readonly seconds: number;
  /** The bare COPY of the same file; null where it was not measured. */
  readonly copySeconds: number | null;
}

export interface BenchResults {
  readonly takenAt: string;
  readonly machine: {
    readonly processors: string;
    readonly memory: string;
    readonly node: string;
    readonly system: string;
  };
  readonly reports: readonly ReportResult[];
  readonly imports: readonly ImportResult[];
}

export function describeMachine(): BenchResults['machine'] {
  const processors = cpus();
  return {
    processors: `${processors.length} × ${processors[0]?.model.trim() ?? 'unknown'}`,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    node: process.version,
    system: `${process.platform} ${process.arch}`,
  };
}

export function spreadOf(seconds: readonly number[]): Spread {
  const sorted = [...seconds].sort((a, b) => a - b);
  return { median: medianOf(sorted), fastest: sorted[0]!, slowest: sorted.at(-1)! };
}

export function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;
}
