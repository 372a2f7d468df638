export function parseStoresSearch() {
  return {};
}
