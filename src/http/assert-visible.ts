import type { Caller } from '../domain/access/caller.js';
import { isInScope } from '../domain/access/store-scope.js';
import { StoreNotFoundError } from '../persistence/stores/store-errors.js';

/**
 * To a caller who is limited to some stores, there are no others.
 * @throws {StoreNotFoundError}
 */
export function assertVisible(storeId: string, { stores }: Caller): void {
  if (!isInScope(stores, storeId)) throw new StoreNotFoundError(storeId);
}
