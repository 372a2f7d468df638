import type { Command } from 'commander';
import type { StoreDto } from '../../src/stores/store.dto.js';
import { printTable, type Context } from '../context.js';
import { addDeleteStores } from './delete-stores.js';
import { listStores } from './list-stores.js';
import { formatCount, printable } from '../terminal.js';
import { parseWholeNumber } from '../whole-number.js';

export function addStores(program: Command, context: () => Context): void {
  const stores = program.command('stores').description('Show the known stores, or delete some');
  stores
    .command('list', { isDefault: true })
    .argument('[id...]', 'those to show; all of them unless given')
    .description('show them (default)')
    .option('--limit <count>', 'show so many at the most', parseWholeNumber)
    .action((ids: string[], { limit }: { limit?: number }) => showStores(context(), ids, limit ?? Infinity));
  addDeleteStores(stores, context);
}

async function showStores(context: Context, ids: readonly string[], limit: number): Promise<void> {
  const { stores, more } = ids.length > 0 ? await named(context, ids) : await listStores(context.api, limit);
  if (context.json) {
    context.print(JSON.stringify(stores, undefined, 2));
    return;
  }
  printTable(context, [['STORE', 'TIME ZONE', 'HOURS', 'NEWEST POLL', ''], ...stores.map(toRow)]);
  if (more) context.terminal.print(`${formatCount(stores.length)} shown; there are more`);
}

async function named({ api }: Context, ids: readonly string[]) {
  const stores = await Promise.all(ids.map((id) => api.get<StoreDto>(`/stores/${encodeURIComponent(id)}`)));
  return { stores, more: false };
}

function toRow({ storeId, timeZone, timeZoneAssumed, alwaysOpen, newestPoll }: StoreDto): string[] {
  return [
    printable(storeId),
    timeZoneAssumed ? `${timeZone} (assumed)` : timeZone,
    alwaysOpen ? 'always open' : 'known',
    newestPoll?.at ?? 'none',
    newestPoll?.status ?? '',
  ];
}
