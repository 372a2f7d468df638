import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { formatTimeOfDay, type TimeOfDay } from '../domain/calendar.js';
import type { Instant } from '../domain/instant.js';
import type { FileKind } from './entities/import.js';

/** Rows on their way in, with the line of the file that each came from. */
export interface StagedPoll {
  readonly line: number;
  readonly storeId: string;
  readonly at: Instant;
  readonly active: boolean;
}

export interface StagedHours {
  readonly line: number;
  readonly storeId: string;
  readonly dayOfWeek: number;
  readonly open: TimeOfDay;
  readonly close: TimeOfDay;
}

export interface StagedTimeZone {
  readonly line: number;
  readonly storeId: string;
  readonly timeZone: string;
}

export interface StagedRows {
  polls: StagedPoll;
  'business-hours': StagedHours;
  'time-zones': StagedTimeZone;
}

/** A row that can't be used: where it stood, why, and itself as CSV. */
export interface Reject {
  readonly line: number;
  readonly reason: string;
  readonly row: string;
}

export type StagedRow<K extends FileKind = FileKind> = StagedRows[K] | Reject;

const COLUMNS: Record<FileKind, readonly string[]> = {
  polls: ['at_us bigint', 'active boolean'],
  'business-hours': ['day_of_week smallint', 'opens time', 'closes time'],
  'time-zones': ['time_zone text'],
};

const VALUES: { [K in FileKind]: (row: StagedRows[K]) => string } = {
  polls: ({ at, active }) => `${at}\t${active ? 't' : 'f'}`,
  'business-hours': ({ dayOfWeek, open, close }) => `${dayOfWeek}\t${formatTimeOfDay(open)}\t${formatTimeOfDay(close)}`,
  'time-zones': ({ timeZone }) => escape(timeZone),
};

/** Characters to gather before a chunk goes to the server. */
const CHUNK_LENGTH = 1 << 16;

/** Copies rows into a new temporary table `staged`, gone at the end of the transaction. Memory stays flat. */
export async function stage<K extends FileKind>(
  client: PoolClient,
  kind: K,
  batches: AsyncIterable<readonly StagedRow<K>[]>,
): Promise<void> {
  const columns = COLUMNS[kind].join(', ');
  await client.query(`
    create temporary table staged
      (line integer, external_id text collate "C", ${columns}, reason text, row text)
    on commit drop`);
  const noValues = COLUMNS[kind].map(() => NULL).join('\t');
  const toLine = (row: StagedRow<K>): string =>
    'reason' in row
      ? `${row.line}\t${NULL}\t${noValues}\t${escape(row.reason)}\t${escape(row.row)}\n`
      : `${row.line}\t${escape(row.storeId)}\t${VALUES[kind](row)}\t${NULL}\t${NULL}\n`;
  await pipeline(Readable.from(chunks(batches, toLine)), client.query(copyFrom('copy staged from stdin')));
  await client.query('analyze staged');
}

/** Moves the rejected rows out of `staged`, into what is kept of an import. */
export async function keepRejects(client: PoolClient, importId: string): Promise<void> {
  await client.query(
    `with rejected as (delete from staged where reason is not null returning line, reason, row)
     insert into import_reject (import_id, line, reason, row) select $1, line, reason, row from rejected`,
    [importId],
  );
}

async function* chunks<T>(batches: AsyncIterable<readonly T[]>, toLine: (row: T) => string): AsyncGenerator<string> {
  let chunk = '';
  for await (const batch of batches) {
    for (const row of batch) {
      chunk += toLine(row);
      if (chunk.length < CHUNK_LENGTH) continue;
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}

const NULL = '\\N';
const SPECIAL = /[\\\t\n\r]/g;
const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** The text format of COPY: https://www.postgresql.org/docs/current/sql-copy.html */
function escape(text: string): string {
  return text.replace(SPECIAL, (character) => ESCAPES[character]!);
}
