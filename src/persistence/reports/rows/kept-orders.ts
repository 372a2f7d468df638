import { LRUCache } from 'lru-cache';
import { readCopy } from '../../connection/copy-decoder.js';
import type { Database } from '../../connection/database.js';

/** Sixteen orders of a million rows. */
const MAX_KEPT_BYTES = 64 * 2 ** 20;

const FIRST_CAPACITY = 1_024;

/**
 * Orders of the rows and outages of complete reports, as whole numbers by which these are found. A complete report does not change,
 * so an order is read once and kept while there is room: sorting a million rows takes a second, and each page would do it again.
 */
export class KeptOrders {
  private readonly kept = new LRUCache<string, Int32Array, () => Promise<Int32Array>>({
    maxSize: MAX_KEPT_BYTES,
    sizeCalculation: ({ byteLength }) => byteLength + 1,
    // Requests for the same order at once wait for one reading of it.
    fetchMethod: (_name, _stale, { context: read }) => read(),
    ignoreFetchAbort: true,
  });

  constructor(private readonly database: Database) {}

  /** Returns the integers that `select` selects, row after row; `name` stands for `select`. */
  async get(name: string, select: string, columns: number): Promise<Int32Array> {
    return this.kept.forceFetch(name, { context: () => readIntegers(this.database, select, columns) });
  }
}

async function readIntegers(database: Database, select: string, columns: number): Promise<Int32Array> {
  let values = new Int32Array(FIRST_CAPACITY);
  let length = 0;
  await database.withClient((client) =>
    readCopy(client, `copy (${select}) to stdout (format binary)`, columns, ({ view, starts }) => {
      if (length + columns > values.length) {
        const longer = new Int32Array(values.length * 2);
        longer.set(values);
        values = longer;
      }
      for (let column = 0; column < columns; column++) values[length++] = view.getInt32(starts[column]!);
    }),
  );
  return values.slice(0, length);
}
