/** The parts of a window, as the API gives them. */
export interface WindowParts {
  readonly openSeconds: number;
  readonly uptimeSeconds: number;
  readonly downtimeSeconds: number;
  readonly unobservedSeconds: number;
  readonly excusedSeconds: number;
}

/** The states of open time in the order in which bars show them. */
export const PARTS = [
  ['up', 'uptimeSeconds'],
  ['down', 'downtimeSeconds'],
  ['unobserved', 'unobservedSeconds'],
  ['excused', 'excusedSeconds'],
] as const;

/** Where the parts of a bar of `length` begin, and how long they are. What is not nothing has at least `min`. */
export function divideBar(window: WindowParts, length: number, min: number) {
  const shares = PARTS.map(([state, field]) => ({ state, seconds: window[field] })).filter(
    ({ seconds }) => seconds > 0,
  );
  const small = shares.filter(({ seconds }) => (seconds / window.openSeconds) * length < min);
  const taken = small.length * min;
  const rest = window.openSeconds - small.reduce((sum, { seconds }) => sum + seconds, 0);
  let at = 0;
  return shares.map((share) => {
    const size = small.includes(share) ? min : (share.seconds / rest) * (length - taken);
    const part = { state: share.state, at, size };
    at += size;
    return part;
  });
}
