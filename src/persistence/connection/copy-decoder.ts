import type { PoolClient } from 'pg';
import { to as copyTo } from 'pg-copy-streams';

/** Signature (11 bytes), flags (4), length of the header extension (4). */
const HEADER_BYTES = 19;

const COUNT_BYTES = 2;
const LENGTH_BYTES = 4;

const TWO_TO_THE_32 = 4_294_967_296;

/** Where the fields of a row lie in `bytes`. */
export interface CopiedFields {
  readonly bytes: Buffer;
  readonly starts: Int32Array;
  readonly ends: Int32Array;
}

/** A field of a row, which is decoded later. */
export interface EncodedField {
  readonly bytes: Buffer;
  readonly from: number;
  readonly to: number;
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
    let position = Math.min(this.headerBytes, bytes.length);
    this.headerBytes -= position;
    for (let end = this.find(bytes, position); end >= 0; end = this.find(bytes, position)) {
      this.visit({ bytes, starts: this.starts, ends: this.ends });
      position = end;
    }
    this.rest = bytes.subarray(position);
  }

  /** Finds the fields of the row at a position, and returns where it ends; -1 if it is not complete. */
  private find(bytes: Buffer, from: number): number {
    let position = from + COUNT_BYTES;
    for (let field = 0; field < this.fields; field++) {
      if (position + LENGTH_BYTES > bytes.length) return -1;
      const start = position + LENGTH_BYTES;
      position = start + bytes.readInt32BE(position);
      if (position > bytes.length) return -1;
      this.starts[field] = start;
      this.ends[field] = position;
    }
    return position;
  }
}

/** Decodes a bigint, a time or a timestamp whose value is a safe integer. */
export function bigintAt(bytes: Buffer, position: number): number {
  return bytes.readInt32BE(position) * TWO_TO_THE_32 + bytes.readUInt32BE(position + 4);
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
