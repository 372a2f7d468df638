import type { Command } from 'commander';
import type { StoreDto } from '../src/stores/store.dto.js';
import { printTable, type Context } from './context.js';
import { formatCount } from './terminal.js';
import { parseWholeNumber } from './whole-number.js';

const MAX_PAGE_SIZE = 1_000;

interface Page {
  readonly items: StoreDto[];
  readonly nextCursor: string | null;
}

export function addStores(program: Command, context: () => Context): void {
  program
    .command('stores')
    .argument('[id...]', 'those to show; all of them unless given')
    .description('Show the known stores')
    .option('--limit <count>', 'show so many at the most', parseWholeNumber)
    .action((ids: string[], { limit }: { limit?: number }) => showStores(context(), ids, limit ?? Infinity));
}

async function showStores(context: Context, ids: readonly string[], limit: number): Promise<void> {
  const { stores, more } = ids.length > 0 ? await named(context, ids) : await listed(context, limit);
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

async function listed({ api }: Context, limit: number) {
  const stores: StoreDto[] = [];
  let cursor: string | null = '';
  while (cursor !== null && stores.length < limit) {
    const size = Math.min(MAX_PAGE_SIZE, limit - stores.length);
    const page: Page = await api.get(`/stores?limit=${size}${cursor && `&cursor=${cursor}`}`);
    stores.push(...page.items);
    cursor = page.nextCursor;
  }
  return { stores, more: cursor !== null };
}

function toRow({ storeId, timeZone, timeZoneAssumed, alwaysOpen, newestPoll }: StoreDto): string[] {
  return [
    storeId,
    timeZoneAssumed ? `${timeZone} (assumed)` : timeZone,
    alwaysOpen ? 'always open' : 'known',
    newestPoll?.at ?? 'none',
    newestPoll?.status ?? '',
  ];
}
