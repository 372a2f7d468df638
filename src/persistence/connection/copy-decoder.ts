import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { viewOf } from './copy-encoder.js';

/** Signature (11 bytes), flags (4), length of the header extension (4). */
const HEADER_BYTES = 19;

const COUNT_BYTES = 2;
const LENGTH_BYTES = 4;

const TWO_TO_THE_32 = 4_294_967_296;

/** Where the fields of a row lie in `bytes`. */
export interface CopiedFields {
  readonly bytes: Buffer;
  /** Of `bytes`: it reads numbers several times as fast. */
  readonly view: DataView;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A field of a row. It may be kept and decoded later. */
export interface EncodedField extends Pick<CopiedFields, 'bytes' | 'view'> {
  readonly from: number;
  readonly to: number;
}

export function fieldOf({ bytes, view, starts, ends }: CopiedFields, field: number): EncodedField {
  return { bytes, view, from: starts[field]!, to: ends[field]! };
}

/**
 * Decodes `copy (...) to stdout (format binary)`, of rows with a fixed number of fields, none of them null. `visit` gets the same
 * arrays for each row. https://www.postgresql.org/docs/current/sql-copy.html
 */
export class CopyDecoder {
  private rest: Buffer = Buffer.alloc(0);
  private headerBytes = HEADER_BYTES;
  private readonly starts: Int32Array;
  private readonly ends: Int32Array;

  constructor(
    private readonly fields: number,
    private readonly visit: (row: CopiedFields) => void,
  ) {
    this.starts = new Int32Array(fields);
    this.ends = new Int32Array(fields);
  }

  write(chunk: Buffer): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const view = viewOf(bytes);
    let position = Math.min(this.headerBytes, bytes.length);
    this.headerBytes -= position;
    for (let end = this.find(view, position); end >= 0; end = this.find(view, position)) {
      this.visit({ bytes, view, starts: this.starts, ends: this.ends });
      position = end;
    }
    this.rest = bytes.subarray(position);
  }

  /** Finds the fields of the row at a position, and returns where it ends; -1 if it is not complete. */
  private find(view: DataView, from: number): number {
    let position = from + COUNT_BYTES;
    for (let field = 0; field < this.fields; field++) {
      if (position + LENGTH_BYTES > view.byteLength) return -1;
      const start = position + LENGTH_BYTES;
      position = start + view.getInt32(position);
      if (position > view.byteLength) return -1;
      this.starts[field] = start;
      this.ends[field] = position;
    }
    return position;
  }
}

/** Decodes a bigint, a time or a timestamp whose value is a safe integer. */
export function bigintAt(view: DataView, position: number): number {
  return view.getInt32(position) * TWO_TO_THE_32 + view.getUint32(position + 4);
}

/** Dimensions, whether there are nulls, type, number of elements, and the number of the first: of an array that is not empty. */
export const ARRAY_HEADER_BYTES = 5 * 4;

/** Decodes an array of values as `bigintAt` does, of one dimension and without nulls. */
export function bigintsAt(view: DataView, position: number): number[] {
  if (view.getInt32(position) === 0) return [];
  const values: number[] = [];
  for (let left = view.getInt32(position + 12), at = position + ARRAY_HEADER_BYTES; left > 0; left--, at += 4 + 8) {
    values.push(bigintAt(view, at + 4));
  }
  return values;
}

/** Runs a `copy ... to stdout (format binary)`, and calls `visit` for each row: see `CopyDecoder`. */
export async function readCopy(
  client: PoolClient,
  statement: string,
  fields: number,
  visit: (row: CopiedFields) => void,
): Promise<void> {
  const decoder = new CopyDecoder(fields, visit);
  for await (const chunk of client.query(copyTo(statement))) decoder.write(chunk as Buffer);
}

/** Writes a whole number into a statement: COPY takes no parameters. */
export function integerSql(value: number): string {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number`);
  return String(value);
}

const UUID = /^[0-9a-f-]{36}$/;

/** Writes a UUID into a statement: see `integerSql`. */
export function uuidSql(value: string): string {
  if (!UUID.test(value)) throw new RangeError(`"${value}" is not a UUID`);
  return `'${value}'`;
}
