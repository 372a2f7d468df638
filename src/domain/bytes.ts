export const MEGABYTE = 1 << 20;

/** Formats a size in whole megabytes: `2048 MB`. */
export function formatMegabytes(bytes: number): string {
  return `${Math.floor(bytes / MEGABYTE)} MB`;
}
