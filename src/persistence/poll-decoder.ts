import type { Poll } from '../domain/interpolation.js';
import { POSTGRES_EPOCH } from './copy-rows.js';

const TWO_TO_THE_32 = 4_294_967_296;

/** Signature (11 bytes), flags (4), length of the header's extension (4). */
const HEADER_BYTES = 19;

/** Count of fields (2), then each length (4) and value: an integer (4), a timestamptz (8), a boolean (1). */
const ROW_BYTES = 2 + (4 + 4) + (4 + 8) + (4 + 1);

/**
 * Decodes `copy (select store_key, at, active ...) to stdout (format binary)`: no column is null, so all rows are of one
 * length. https://www.postgresql.org/docs/current/sql-copy.html
 */
export class PollDecoder {
  private rest: Buffer = Buffer.alloc(0);
  private headerBytes = HEADER_BYTES;

  constructor(private readonly visit: (storeKey: number, poll: Poll) => void) {}

  write(chunk: Buffer): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let position = Math.min(this.headerBytes, bytes.length);
    this.headerBytes -= position;
    for (; position + ROW_BYTES <= bytes.length; position += ROW_BYTES) {
      const micros = bytes.readInt32BE(position + 14) * TWO_TO_THE_32 + bytes.readUInt32BE(position + 18);
      this.visit(bytes.readInt32BE(position + 6), {
        at: micros + POSTGRES_EPOCH,
        status: bytes[position + 26] === 1 ? 'active' : 'inactive',
      });
    }
    this.rest = bytes.subarray(position);
  }
}
