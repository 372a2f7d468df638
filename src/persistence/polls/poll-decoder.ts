import type { Poll } from '../../domain/uptime/interpolation.js';
import { POSTGRES_EPOCH } from '../connection/copy-encoder.js';

/** The SQL expression that encodes a poll for `PollDecoder`: a timestamptz (8 bytes) and a boolean (1). */
export const ENCODED_POLL = 'timestamptz_send(at) || boolsend(active)';
const POLL_BYTES = 8 + 1;

const TWO_TO_THE_32 = 4_294_967_296;

/** Signature (11 bytes), flags (4), length of the header extension (4). */
const HEADER_BYTES = 19;

/** Before the polls of a store: field count (2), length of the key (4), key (4), length of the polls (4). */
const PREFIX_BYTES = 2 + 4 + 4 + 4;

/**
 * Decodes `copy (select store_key, <encoded polls in order> ...) to stdout (format binary)` without nulls.
 * https://www.postgresql.org/docs/current/sql-copy.html
 */
export class PollDecoder {
  private rest: Buffer = Buffer.alloc(0);
  private headerBytes = HEADER_BYTES;

  constructor(private readonly visit: (storeKey: number, polls: Poll[]) => void) {}

  write(chunk: Buffer): void {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    let position = Math.min(this.headerBytes, bytes.length);
    this.headerBytes -= position;
    while (position + PREFIX_BYTES <= bytes.length) {
      const from = position + PREFIX_BYTES;
      const to = from + bytes.readInt32BE(position + 10);
      if (to > bytes.length) break;
      this.visit(bytes.readInt32BE(position + 6), decodePolls(bytes, from, to));
      position = to;
    }
    this.rest = bytes.subarray(position);
  }
}

function decodePolls(bytes: Buffer, from: number, to: number): Poll[] {
  const polls: Poll[] = [];
  for (let position = from; position < to; position += POLL_BYTES) {
    const micros = bytes.readInt32BE(position) * TWO_TO_THE_32 + bytes.readUInt32BE(position + 4);
    polls.push({ at: micros + POSTGRES_EPOCH, status: bytes[position + 8] === 1 ? 'active' : 'inactive' });
  }
  return polls;
}
