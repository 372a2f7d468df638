import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { Outage } from '../../../domain/uptime/outages/outages.js';
import type { Uptime } from '../../../domain/uptime/uptime.js';
import { bigintsAt, CopyDecoder, uuidSql } from '../../connection/copy-decoder.js';
import { CopyEncoder, TRAILER_BYTES, uuidBytes } from '../../connection/copy-encoder.js';
import { flagsOf } from './report-outage.repository.js';
import type { ReportRow } from './report-row.js';

/** The statement for which `EncodedRows` encodes rows: an array of text takes ten times as long to read. */
export const COPY_ROWS = `
  copy report_row (report_id, store_key, up_us, down_us, unobserved_us, excused_us, error, time_zone_assumed,
    outages_from, outages_to, outages_open_us, outages_marks, outages_reasons, state)
  from stdin (format binary)`;
const COLUMNS = 14;

/** A row among the bytes of `EncodedRows`. */
interface EncodedRow {
  readonly storeKey: number;
  readonly from: number;
  readonly hasError: boolean;
  readonly timeZoneAssumed: boolean;
}

/** What a COPY sends, and how many rows that is. */
export interface RowsToCopy {
  readonly chunks: readonly Buffer[];
  readonly count: number;
  readonly withError: number;
  readonly withAssumedTimeZone: number;
}

/**
 * Rows of a report, each encoded as it comes: numbers that are kept as objects until the last row is there are copied by several
 * garbage collections.
 */
export class EncodedRows {
  private readonly encoder = new CopyEncoder();
  private readonly rows: EncodedRow[] = [];
  private bytes: Buffer | undefined;

  private readonly encodedId: Buffer;

  constructor(readonly reportId: string) {
    this.encodedId = uuidBytes(reportId);
  }

  get storeKeys(): readonly number[] {
    return this.rows.map(({ storeKey }) => storeKey);
  }

  add(row: ReportRow): void {
    const { storeKey, error, timeZoneAssumed } = row;
    this.rows.push({ storeKey, from: this.encoder.size, hasError: error !== null, timeZoneAssumed });
    encodeRow(this.encoder, this.encodedId, row);
  }

  /** Returns the rows of all stores except some. No row may be added afterwards. */
  without(stored: ReadonlySet<number>): RowsToCopy {
    this.bytes ??= this.encoder.end();
    const missing = this.rows.filter(({ storeKey }) => !stored.has(storeKey));
    return {
      chunks: missing.length === this.rows.length ? [this.bytes] : this.pieces(this.bytes, stored),
      count: missing.length,
      withError: missing.filter(({ hasError }) => hasError).length,
      withAssumedTimeZone: missing.filter(({ timeZoneAssumed }) => timeZoneAssumed).length,
    };
  }

  /** The header, the missing rows, and the trailer. */
  private pieces(bytes: Buffer, stored: ReadonlySet<number>): Buffer[] {
    const ends = [...this.rows.slice(1).map(({ from }) => from), bytes.length - TRAILER_BYTES];
    return [
      bytes.subarray(0, this.rows[0]!.from),
      ...this.rows.flatMap(({ storeKey, from }, i) => (stored.has(storeKey) ? [] : [bytes.subarray(from, ends[i])])),
      bytes.subarray(bytes.length - TRAILER_BYTES),
    ];
  }
}

function encodeRow(encoder: CopyEncoder, reportId: Buffer, row: ReportRow): void {
  const { storeKey, error, timeZoneAssumed, outages, state } = row;
  const uptimes = row.uptimes ?? [];
  const times = (of: keyof Uptime) => encoder.bigints(uptimes.map((uptime) => uptime[of]));
  encoder.row(COLUMNS).binary(reportId).integer(storeKey);
  times('up');
  times('down');
  times('unobserved');
  if (uptimes.some(({ excused }) => excused > 0)) times('excused');
  else encoder.null();
  if (error === null) encoder.null();
  else encoder.text(error);
  encoder.boolean(timeZoneAssumed);
  encodeOutages(encoder, outages);
  if (state === null) encoder.null();
  else encoder.text(state.charAt(0));
}

/** Five columns; all are null if there is no outage. */
function encodeOutages(encoder: CopyEncoder, outages: readonly Outage[]): void {
  if (outages.length === 0) {
    for (let column = 0; column < 5; column++) encoder.null();
    return;
  }
  encoder
    .bigints(outages.map(({ from }) => from))
    .bigints(outages.map(({ to }) => to))
    .bigints(outages.map(({ open }) => open))
    .smallints(outages.map(flagsOf));
  if (outages.some(({ reason }) => reason !== null)) encoder.texts(outages.map(({ reason }) => reason));
  else encoder.null();
}

/** What the CSV of a report has of a store; null for one that could not be computed. */
export interface CopiedRow {
  readonly storeId: string;
  readonly uptimes: readonly Pick<Uptime, 'up' | 'down'>[] | null;
}

/** Reads all rows of a report, ordered by store id as bytes, some at a time. */
export async function* readCopiedRows(client: PoolClient, reportId: string): AsyncGenerator<readonly CopiedRow[]> {
  const copy = client.query(
    copyTo(
      `copy (
         select external_id, up_us, down_us from report_row join store on store.key = store_key
         where report_id = ${uuidSql(reportId)} order by external_id
       ) to stdout (format binary)`,
    ),
  );
  let rows: CopiedRow[] = [];
  const decoder = new CopyDecoder(3, ({ bytes, view, starts, ends }) => {
    const [up, down] = [bigintsAt(view, starts[1]!), bigintsAt(view, starts[2]!)];
    const uptimes = up.length === 0 ? null : up.map((time, w) => ({ up: time, down: down[w]! }));
    rows.push({ storeId: bytes.toString('utf8', starts[0], ends[0]), uptimes });
  });
  for await (const chunk of copy) {
    decoder.write(chunk as Buffer);
    if (rows.length < ROWS_AT_ONCE) continue;
    yield rows;
    rows = [];
  }
  yield rows;
}

const ROWS_AT_ONCE = 500;
