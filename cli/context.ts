import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ApiError, UnreachableError, type ApiClient } from './api-client.js';
import type { Terminal } from './terminal.js';

/** The dependencies of every command. */
export interface Context {
  readonly api: ApiClient;
  readonly signal: AbortSignal;
  /** Whether results are JSON. */
  readonly json: boolean;
  /** For progress and remarks; results are printed by `print`. */
  readonly terminal: Terminal;
  /** Prints a line of the result. */
  readonly print: (line: string) => void;
}

/** The command failed, for example since an import failed. */
export class FailedError extends Error {}

const CHECK_INTERVAL_MS = 250;

/** While the API restarts, or waits for its database, requests are repeated for this time. */
const UNAVAILABLE_TIMEOUT_MS = 60_000;

/** Polls a resource until it is no longer running. */
export async function waitUntilFinished<T extends { status: string }>(
  { api, signal }: Context,
  resource: string,
  onProgress: (latest: T) => void,
): Promise<T> {
  let answeredAt = Date.now();
  for (;;) {
    try {
      const latest = await api.get<T>(resource);
      if (latest.status !== 'Running') return latest;
      answeredAt = Date.now();
      onProgress(latest);
    } catch (error) {
      if (!isTemporary(error) || Date.now() - answeredAt > UNAVAILABLE_TIMEOUT_MS) throw error;
    }
    await pause(CHECK_INTERVAL_MS, undefined, { signal });
  }
}

function isTemporary(error: unknown): boolean {
  return error instanceof UnreachableError || (error instanceof ApiError && error.status === 503);
}

/** Resolves a path against the folder in which the user typed the command: npm changes to the project's folder. */
export function resolvePath(file: string): string {
  return path.resolve(process.env.INIT_CWD ?? process.cwd(), file);
}

/** Prints rows in columns; numbers are right-aligned. */
export function printTable({ print }: Context, rows: readonly (readonly string[])[]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  for (const row of rows) {
    print(
      row
        .map((cell, column) => (/^[\d,.]+$/.test(cell) ? cell.padStart(widths[column]!) : cell.padEnd(widths[column]!)))
        .join('  ')
        .trimEnd(),
    );
  }
}
