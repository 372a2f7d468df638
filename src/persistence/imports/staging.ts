import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { Closure } from '../../domain/calendar/closures.js';
import type { Group } from '../../domain/groups/group.js';
import type { TimeOfDay } from '../../domain/calendar/calendar.js';
import type { AttributeChange } from '../../domain/groups/store-attributes.js';
import type { FileKind } from '../../domain/import.js';
import type { Instant } from '../../domain/time/instant.js';
import type { LocalDate } from '../../domain/time/local-date.js';
import { CopyEncoder, POSTGRES_DATE_EPOCH, POSTGRES_EPOCH } from '../connection/copy-encoder.js';
import { StoreNumbers } from './store-numbers.js';

/** A row to be merged, with its line in the file. */
export interface StagedPoll {
  readonly line: number;
  readonly storeId: string;
  readonly at: Instant;
  readonly active: boolean;
  /** The reason, for people. */
  readonly why: string | null;
}

export interface StagedHours {
  readonly line: number;
  readonly storeId: string;
  readonly dayOfWeek: number;
  /** Null, as `close` is: closed. */
  readonly open: TimeOfDay | null;
  readonly close: TimeOfDay | null;
  readonly validFrom: LocalDate | null;
  readonly validThrough: LocalDate | null;
}

export interface StagedTimeZone {
  readonly line: number;
  readonly storeId: string;
  readonly timeZone: string;
}

export interface StagedSpecialHours {
  readonly line: number;
  /** Null for those of a group. */
  readonly storeId: string | null;
  readonly group: Group | null;
  readonly date: LocalDate;
  /** Null, as `close` is: closed. */
  readonly open: TimeOfDay | null;
  readonly close: TimeOfDay | null;
  /** The reason, for people. */
  readonly why: string | null;
}

export interface StagedStore {
  readonly line: number;
  readonly storeId: string;
  readonly attributes: AttributeChange;
}

export interface StagedClosure extends Closure {
  readonly line: number;
  /** Null for one of a group. */
  readonly storeId: string | null;
  readonly group: Group | null;
  /** The reason, for people. */
  readonly why: string | null;
}

export interface StagedRows {
  polls: StagedPoll;
  'business-hours': StagedHours;
  'time-zones': StagedTimeZone;
  'special-hours': StagedSpecialHours;
  closures: StagedClosure;
  stores: StagedStore;
}

/** A row that can't be used: its line, the reason, and the row as CSV. */
export interface Reject {
  readonly line: number;
  readonly reason: string;
  readonly row: string;
}

/** All rejected rows of an import are counted, the first ones are kept. */
export const MAX_KEPT_REJECTS = 10_000;

export type StagedRow<K extends FileKind = FileKind> = StagedRows[K] | Reject;

/** Of a kind whose rows may be of groups. */
const GROUP_COLUMNS = ['group_kind text collate "C"', 'group_value text collate "C"'];

/** The columns of each kind, and how a row is encoded. */
const COLUMNS: {
  [K in FileKind]: { readonly types: readonly string[]; write(rows: CopyEncoder, row: StagedRows[K]): void };
} = {
  polls: {
    types: ['at timestamptz', 'active boolean', 'why text'],
    write(rows, { at, active, why }) {
      rows.bigint(at - POSTGRES_EPOCH).boolean(active);
      writeText(rows, why);
    },
  },
  'business-hours': {
    types: ['day_of_week smallint', 'opens time', 'closes time', 'valid_from date', 'valid_through date'],
    write(rows, { dayOfWeek, open, close, validFrom, validThrough }) {
      rows.smallint(dayOfWeek);
      writeTime(rows, open);
      writeTime(rows, close);
      writeDate(rows, validFrom);
      writeDate(rows, validThrough);
    },
  },
  'time-zones': {
    types: ['time_zone text'],
    write: (rows, { timeZone }) => rows.text(timeZone),
  },
  'special-hours': {
    types: [...GROUP_COLUMNS, 'date date', 'opens time', 'closes time', 'why text'],
    write(rows, { group, date, open, close, why }) {
      writeGroup(rows, group);
      writeDate(rows, date);
      writeTime(rows, open);
      writeTime(rows, close);
      writeText(rows, why);
    },
  },
  closures: {
    types: [
      ...GROUP_COLUMNS,
      'kind text',
      'starts_at timestamptz',
      'starts_local timestamp',
      'ends_at timestamptz',
      'ends_local timestamp',
      'why text',
    ],
    write(rows, { group, kind, from, to, fromIsLocal = false, toIsLocal = false, why }) {
      writeGroup(rows, group);
      rows.text(kind);
      writeInstant(rows, fromIsLocal ? null : from);
      writeInstant(rows, fromIsLocal ? from : null);
      writeInstant(rows, toIsLocal || to === Infinity ? null : to);
      writeInstant(rows, toIsLocal ? to : null);
      writeText(rows, why);
    },
  },
  stores: {
    types: ['given text'],
    write: (rows, { attributes }) => rows.text(JSON.stringify(attributes)),
  },
};

function writeText(rows: CopyEncoder, text: string | null): void {
  if (text === null) rows.null();
  else rows.text(text);
}

function writeGroup(rows: CopyEncoder, group: Group | null): void {
  writeText(rows, group?.kind ?? null);
  writeText(rows, group?.value ?? null);
}

function writeInstant(rows: CopyEncoder, instant: Instant | null): void {
  if (instant === null) rows.null();
  else rows.bigint(instant - POSTGRES_EPOCH);
}

function writeTime(rows: CopyEncoder, time: TimeOfDay | null): void {
  if (time === null) rows.null();
  else rows.bigint(time);
}

function writeDate(rows: CopyEncoder, date: LocalDate | null): void {
  if (date === null) rows.null();
  else rows.integer(date - POSTGRES_DATE_EPOCH);
}

/** Bytes to collect before a chunk is sent to the server. */
const CHUNK_BYTES = 1 << 16;

/** Columns of every kind: line, store_no and external_id before those of the kind, reason and row after them. */
const OTHER_COLUMNS = 5;

/**
 * Copies rows into a new temporary table `staged`, and their store ids into `named`. Both last until the transaction ends.
 * Rows are streamed.
 */
export async function stage<K extends FileKind>(
  client: PoolClient,
  kind: K,
  batches: AsyncIterable<readonly StagedRow<K>[]>,
): Promise<void> {
  await client.query(`
    create temporary table staged
      (line integer, store_no integer, external_id text collate "C", ${COLUMNS[kind].types.join(', ')}, reason text, row text)
    on commit drop`);
  const copy = client.query(copyFrom('copy staged from stdin (format binary)'));
  await pipeline(Readable.from(encodeRows(kind, batches), { objectMode: false }), copy);
  await client.query(`
    create temporary table named on commit drop as
    select store_no, external_id from staged where external_id is not null`);
}

/** Stores the first rejected rows with their import. */
export async function insertRejects(client: PoolClient, importId: string): Promise<void> {
  await client.query(
    `insert into import_reject (import_id, line, reason, row)
     select $1, line, reason, row from staged where reason is not null order by line limit $2`,
    [importId, MAX_KEPT_REJECTS],
  );
}

/** Writes the number of a store, and its id with the first one. */
function writeStore(rows: CopyEncoder, stores: StoreNumbers, storeId: string): void {
  const known = stores.find(storeId);
  if (known === undefined) rows.integer(stores.add(storeId)).text(storeId);
  else rows.integer(known).null();
}

async function* encodeRows<K extends FileKind>(
  kind: K,
  batches: AsyncIterable<readonly StagedRow<K>[]>,
): AsyncGenerator<Buffer> {
  const { types, write } = COLUMNS[kind];
  const copy = new CopyEncoder();
  const stores = new StoreNumbers();
  for await (const batch of batches) {
    for (const row of batch) {
      copy.row(types.length + OTHER_COLUMNS).integer(row.line);
      if ('reason' in row) {
        for (let empty = types.length + 2; empty > 0; empty--) copy.null();
        copy.text(row.reason).text(row.row);
      } else {
        if (row.storeId === null) copy.null().null();
        else writeStore(copy, stores, row.storeId);
        write(copy, row);
        copy.null().null();
      }
    }
    if (copy.size > CHUNK_BYTES) yield copy.take();
  }
  yield copy.end();
}
