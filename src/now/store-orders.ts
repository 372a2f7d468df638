import type { FigureTable } from '../domain/fleet/figure-table.js';
import { sortRows, type StoreOrder } from '../domain/fleet/store-order.js';

/** The orders that are kept: what a few people look at. */
const KEPT = 8;

/** Keeps the last orders of the newest figures, since the pages of a list and its filters have the same one. */
export class StoreOrders {
  private table: FigureTable | undefined;
  private readonly rowsByOrder = new Map<string, Uint32Array>();

  rows(table: FigureTable, order: StoreOrder): Uint32Array {
    if (this.table !== table) this.rowsByOrder.clear();
    this.table = table;
    const name = JSON.stringify(order);
    const rows = this.rowsByOrder.get(name) ?? sortRows(table, order);
    // The one that was used last is the last of the map.
    this.rowsByOrder.delete(name);
    this.rowsByOrder.set(name, rows);
    if (this.rowsByOrder.size > KEPT) this.rowsByOrder.delete(this.rowsByOrder.keys().next().value!);
    return rows;
  }
}
