import { LRUCache } from 'lru-cache';
import { readCopy } from '../../connection/copy-decoder.js';
import type { Database } from '../../connection/database.js';

/** Sixteen orders of a million rows. */
const MAX_KEPT_BYTES = 64 * 2 ** 20;

/** An order that takes more memory than there is for all of them. */
const TOO_LONG = 'too long';

/** How an order is read. */
export interface OrderQuery {
  /** Selects integers, in their order. */
  readonly select: string;
  /** The number of selected columns. */
  readonly columns: number;
  /** Counts the selected rows. */
  readonly countRows: () => Promise<number>;
}

/**
 * Orders of the rows and outages of complete reports, as whole numbers by which these are found. A complete report does not change,
 * so an order is read once and kept while there is room: sorting a million rows takes a second, and each page would do it again.
 */
export class KeptOrders {
  private readonly kept: LRUCache<string, Int32Array | typeof TOO_LONG, OrderQuery>;

  constructor(
    private readonly database: Database,
    private readonly maxBytes = MAX_KEPT_BYTES,
  ) {
    this.kept = new LRUCache({
      maxSize: maxBytes,
      sizeCalculation: (order) => (order === TOO_LONG ? 1 : Math.max(1, order.byteLength)),
      // Requests for the same order at once wait for one reading of it.
      fetchMethod: (_name, _stale, { context }) => this.read(context),
      ignoreFetchAbort: true,
    });
  }

  /** Returns the integers of an order, row after row; null if there are too many. `name` stands for the query. */
  async get(name: string, query: OrderQuery): Promise<Int32Array | null> {
    const order = await this.kept.forceFetch(name, { context: query });
    return order === TOO_LONG ? null : order;
  }

  private async read({ select, columns, countRows }: OrderQuery): Promise<Int32Array | typeof TOO_LONG> {
    const length = (await countRows()) * columns;
    if (length * Int32Array.BYTES_PER_ELEMENT > this.maxBytes) return TOO_LONG;
    const order = new Int32Array(length);
    let read = 0;
    await this.database.withClient((client) =>
      readCopy(client, `copy (${select}) to stdout (format binary)`, columns, ({ view, starts }) => {
        if (read === length) throw new RangeError(`an order has more rows than ${length / columns}`);
        for (let column = 0; column < columns; column++) order[read++] = view.getInt32(starts[column]!);
      }),
    );
    return order.subarray(0, read);
  }
}
