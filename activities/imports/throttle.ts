const INTERVAL_MS = 1_000;

/** Passes on at most one call a second, without waiting for it. For updates that the next one replaces: errors are ignored. */
export function throttle<T>(update: (value: T) => Promise<void>): (value: T) => void {
  let last = -Infinity;
  return (value) => {
    const now = performance.now();
    if (now - last < INTERVAL_MS) return;
    last = now;
    void Promise.allSettled([update(value)]);
  };
}
