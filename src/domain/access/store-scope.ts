/** The stores that a caller may see and touch: all, or the ones of a list. */
export type StoreScope = 'all' | ReadonlySet<string>;

export function isInScope(scope: StoreScope, storeId: string): boolean {
  return scope === 'all' || scope.has(storeId);
}
