/** Generates polls of many stores over one day, always the same. A report on them takes a while. */
export function* madeUpPolls(stores: number, pollsPerStore: number): Generator<string> {
  yield 'store_id,timestamp_utc,status\n';
  for (let poll = 0; poll < pollsPerStore; poll++) {
    const minute = Math.floor((poll * 24 * 60) / pollsPerStore);
    const time = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`;
    for (let store = 0; store < stores; store++) {
      const active = (poll * 7 + store * 13) % 10 !== 0;
      yield `store-${store},2023-01-24 ${time}:${String(store % 60).padStart(2, '0')} UTC,${active ? 'active' : 'inactive'}\n`;
    }
  }
}
