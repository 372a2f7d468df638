/** Formats a percentage that the API has rounded down already: `99.99 %`. Null, since nothing was observed: `not known`. */
export function formatPercent(percent: number | null): string {
  return percent === null ? 'not known' : `${percent.toFixed(2)} %`;
}

/** Formats a share of 0 to 1, rounded down to a tenth of a per cent, so that only all of it is 100 %. */
export function formatShare(share: number | null): string {
  return share === null ? 'not known' : `${(Math.floor(share * 1_000 + SHARE_TOLERANCE) / 10).toFixed(1)} %`;
}

/** 0.07 * 1,000 is a little less than 70. */
const SHARE_TOLERANCE = 1e-9;

/** Formats a target, which has up to three decimals: `99.5 %`. Nothing without one. */
export function formatTarget(target: number | null): string {
  return target === null ? '' : `${target} %`;
}

/** Formats an amount of the user's currency, which has no sign here: `1,234.50`. */
export function formatAmount(amount: number): string {
  return amount.toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 });
}
