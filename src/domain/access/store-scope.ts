/** The stores that a caller may see and touch: all, or the ones of a list. */
export type StoreScope = 'all' | ReadonlySet<string>;

/** The ids of a scope, as SQL takes them; null: all stores. */
export function idsOf(scope: StoreScope): readonly string[] | null {
  return scope === 'all' ? null : [...scope];
}

export function isInScope(scope: StoreScope, storeId: string): boolean {
  return scope === 'all' || scope.has(storeId);
}
