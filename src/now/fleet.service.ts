import { Injectable } from '@nestjs/common';
import type { Caller } from '../domain/access/caller.js';
import { isInScope, type StoreScope } from '../domain/access/store-scope.js';
import type { FigureTable } from '../domain/fleet/figure-table.js';
import { countedTimeZone, isAfter, positionOf, type StoreOrder } from '../domain/fleet/store-order.js';
import { toPage } from '../http/cursor.js';
import { GroupRepository } from '../persistence/groups/group.repository.js';
import type { GroupQuery } from './now.dto.js';
import { Problem } from '../http/problems/problem.js';
import { FleetFigures } from './fleet-figures.js';
import { toFiguresFields, toFleetUptimeDto, type FleetUptimeDto } from './fleet-uptime.dto.js';
import { StoreOrders } from './store-orders.js';
import {
  sortNamed,
  toStoreStateDto,
  toTimeZonesDto,
  type StoreStatePageDto,
  type StoreStatesQuery,
  type TimeZonesInUseDto,
} from './store-states.dto.js';

/** The numbers of all stores, and each of them, as of the newest poll. */
@Injectable()
export class FleetService {
  private readonly orders = new StoreOrders();

  constructor(
    private readonly figures: FleetFigures,
    private readonly groups: GroupRepository,
  ) {}

  async uptime({ group }: GroupQuery, caller: Caller): Promise<FleetUptimeDto> {
    const figures = await this.figures.get();
    if (figures === null) return { ...toFiguresFields(null), stores: 0, day: null, week: null, days: [] };
    const rows = rowsInScope(figures.table, await this.groups.narrow(caller.stores, group));
    return toFleetUptimeDto(figures, rows.length, figures.table.sumOfDays(rows));
  }

  async timeZones({ stores }: Caller): Promise<TimeZonesInUseDto> {
    const figures = await this.figures.get();
    return figures === null ? { items: [] } : toTimeZonesDto(figures.table, rowsInScope(figures.table, stores));
  }

  /** @throws {Problem} 400 if the cursor is of another order */
  async list(query: StoreStatesQuery, { stores }: Caller): Promise<StoreStatePageDto> {
    const { sort, order: direction, limit, cursor } = query;
    if (cursor !== undefined && (cursor.sort !== sort || cursor.order !== direction)) {
      throw new Problem(
        400,
        `The cursor belongs to sort=${cursor.sort}&order=${cursor.order}: go on with these, or begin again.`,
      );
    }
    const figures = await this.figures.get();
    if (figures === null) return { ...toFiguresFields(null), total: 0, items: [], nextCursor: null };
    const { table } = figures;
    const order: StoreOrder = { sort: sortNamed(sort), descending: direction === 'desc' };
    const scope = await this.groups.narrow(stores, query.group);
    const matching = this.orders.rows(table, order).filter(filterOf(table, query, scope));
    const following = cursor === undefined ? matching : matching.filter((row) => isAfter(table, row, order, cursor));
    const position = (row: number) => ({ sort, order: direction, ...positionOf(table, row, order) });
    const page = toPage([...following.subarray(0, limit + 1)], limit, position, (row) => toStoreStateDto(figures, row));
    return { ...toFiguresFields(figures), total: matching.length, ...page };
  }
}

function rowsInScope({ storeIds }: FigureTable, scope: StoreScope): number[] {
  return [...storeIds.keys()].filter((row) => isInScope(scope, storeIds[row]!));
}

/** Returns whether a row is one that a caller may see and asks for. */
function filterOf(table: FigureTable, query: StoreStatesQuery, scope: StoreScope): (row: number) => boolean {
  const search = query.search?.toLowerCase();
  const states = query.state === undefined ? undefined : new Set(query.state);
  const { timeZone } = query;
  return (row) =>
    isInScope(scope, table.storeIds[row]!) &&
    (states === undefined || states.has(table.state(row))) &&
    (timeZone === undefined || countedTimeZone(table, row) === timeZone) &&
    (search === undefined || hasText(table, row, search));
}

/** Whether the id or the name of a store contains a text of small letters. */
function hasText({ storeIds, names }: FigureTable, row: number, text: string): boolean {
  return storeIds[row]!.toLowerCase().includes(text) || names[row]?.toLowerCase().includes(text) === true;
}
