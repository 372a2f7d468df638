/** Signature, flags and length of the header's extension: https://www.postgresql.org/docs/current/sql-copy.html */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');

const TRAILER = Buffer.from([0xff, 0xff]);
export const TRAILER_BYTES = TRAILER.length;

/** 2000-01-01T00:00:00Z: PostgreSQL counts the microseconds of a timestamptz from here. */
export const POSTGRES_EPOCH = 946_684_800_000_000;

/** 2000-01-01 as a local date: PostgreSQL counts days from here. */
export const POSTGRES_DATE_EPOCH = 10_957;

const TWO_TO_THE_32 = 4_294_967_296;

const INITIAL_CAPACITY = 1 << 17;

/** Length prefix and value of the longest field that is not text; a row of them is reserved at once. */
const MAX_NUMBER_BYTES = 4 + 8;

/** Types of PostgreSQL that elements of arrays have, by their object ids. */
const ELEMENT_TYPES = { smallint: 21, bigint: 20, text: 25 } as const;

/** Length, dimensions, whether there are nulls, type, number of elements, and the number of the first. */
const ARRAY_HEADER_BYTES = 6 * 4;

/** More than the length prefix of a text and the fields after it in any row. */
const SPARE_BYTES = 1 << 10;

/** Encodes a uuid that is text with dashes. */
export function uuidBytes(uuid: string): Buffer {
  return Buffer.from(uuid.replaceAll('-', ''), 'hex');
}

/** Encodes rows for `COPY ... FROM STDIN (FORMAT binary)`: a third of the work of the text format, on either side. */
export class CopyEncoder {
  private bytes = Buffer.allocUnsafe(INITIAL_CAPACITY);
  private view = viewOf(this.bytes);
  private length = 0;

  constructor() {
    this.length = HEADER.copy(this.bytes);
  }

  /** Bytes that wait for `take`. */
  get size(): number {
    return this.length;
  }

  /** Returns the bytes that were written since the last call. */
  take(): Buffer {
    const taken = this.bytes.subarray(0, this.length);
    this.bytes = Buffer.allocUnsafe(this.bytes.length);
    this.view = viewOf(this.bytes);
    this.length = 0;
    return taken;
  }

  /** Returns the last bytes with the trailer. Nothing may follow. */
  end(): Buffer {
    this.reserve(TRAILER.length);
    this.length += TRAILER.copy(this.bytes, this.length);
    return this.bytes.subarray(0, this.length);
  }

  /** Starts a row; all of its fields must follow. */
  row(fields: number): this {
    this.reserve(2 + fields * MAX_NUMBER_BYTES);
    this.view.setInt16(this.length, fields);
    this.length += 2;
    return this;
  }

  null(): this {
    this.view.setInt32(this.length, -1);
    this.length += 4;
    return this;
  }

  boolean(value: boolean): this {
    this.view.setInt32(this.length, 1);
    this.view.setInt8(this.length + 4, value ? 1 : 0);
    this.length += 5;
    return this;
  }

  smallint(value: number): this {
    this.view.setInt32(this.length, 2);
    this.view.setInt16(this.length + 4, value);
    this.length += 6;
    return this;
  }

  integer(value: number): this {
    this.view.setInt32(this.length, 4);
    this.view.setInt32(this.length + 4, value);
    this.length += 8;
    return this;
  }

  /** A safe integer. Also a `time`, in microseconds since midnight, and a `timestamptz`, in those since 2000. */
  bigint(value: number): this {
    this.view.setInt32(this.length, 8);
    this.view.setInt32(this.length + 4, Math.floor(value / TWO_TO_THE_32));
    this.view.setUint32(this.length + 8, value >>> 0);
    this.length += MAX_NUMBER_BYTES;
    return this;
  }

  text(value: string): this {
    const bytes = Buffer.byteLength(value);
    this.reserve(bytes + SPARE_BYTES);
    this.view.setInt32(this.length, bytes);
    this.length += 4 + this.bytes.write(value, this.length + 4);
    return this;
  }

  /** A value as the server expects it, such as that of `uuidBytes`. */
  binary(value: Buffer): this {
    this.reserve(value.length + SPARE_BYTES);
    this.view.setInt32(this.length, value.length);
    this.length += 4 + value.copy(this.bytes, this.length + 4);
    return this;
  }

  /** Safe integers. */
  bigints(values: readonly number[]): this {
    this.arrayHeader('bigint', values.length, 4 + 8);
    for (const value of values) this.bigint(value);
    return this;
  }

  smallints(values: readonly number[]): this {
    this.arrayHeader('smallint', values.length, 4 + 2);
    for (const value of values) this.smallint(value);
    return this;
  }

  texts(values: readonly (string | null)[]): this {
    const start = this.length;
    this.arrayHeader('text', values.length, 4);
    for (const value of values) {
      if (value === null) this.null();
      else this.text(value);
      this.reserve(SPARE_BYTES);
    }
    this.view.setInt32(start, this.length - start - 4);
    return this;
  }

  private arrayHeader(type: keyof typeof ELEMENT_TYPES, count: number, elementBytes: number): void {
    this.reserve(ARRAY_HEADER_BYTES + count * elementBytes + SPARE_BYTES);
    // An array without elements has no dimension.
    const header =
      count === 0
        ? [3 * 4, 0, 0, ELEMENT_TYPES[type]]
        : [ARRAY_HEADER_BYTES - 4 + count * elementBytes, 1, 1, ELEMENT_TYPES[type], count, 1];
    for (const part of header) {
      this.view.setInt32(this.length, part);
      this.length += 4;
    }
  }

  private reserve(bytes: number): void {
    if (this.length + bytes <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.length + bytes));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
    this.view = viewOf(larger);
  }
}

export function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
