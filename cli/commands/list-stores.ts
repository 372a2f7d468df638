import type { StoreDto } from '../../src/stores/store.dto.js';
import type { ApiClient } from '../api-client.js';

const MAX_PAGE_SIZE = 1_000;

interface Page {
  readonly items: StoreDto[];
  readonly nextCursor: string | null;
}

/** Returns up to `limit` of the known stores, and whether there are more. */
export async function listStores(api: ApiClient, limit: number): Promise<{ stores: StoreDto[]; more: boolean }> {
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
