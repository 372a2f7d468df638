const STEPS = [99.9, 99.5, 99, 98, 95, 90, 80, 50, 0] as const;

/** The lowest per cent of a chart that reaches up to 100: the next round number below all of its values. */
export function lowerBound(percents: readonly number[]): number {
  const least = Math.min(...percents);
  return STEPS.find((step) => step <= least && step < 100) ?? 0;
}
