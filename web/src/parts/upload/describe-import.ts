import type { Import } from '../../api/types.gen.js';

const KINDS = {
  polls: 'polls',
  'business-hours': 'rows of business hours',
  'time-zones': 'time zones',
  'special-hours': 'rows of special hours',
  closures: 'closures',
  stores: 'rows about stores',
} as const;

/** What became of a file, in a sentence. */
export function describeImport({
  status,
  kind,
  rowsRead,
  inserted,
  corrected,
  unchanged,
  rejected,
  error,
}: Import): string {
  if (status === 'Failed') return error ?? 'The import failed.';
  const things = kind === null ? 'rows' : KINDS[kind];
  if (status === 'Running') return `Being imported: ${format(rowsRead)} ${things} read so far.`;
  const parts = [
    [inserted, 'new'],
    [corrected, 'corrected'],
    [unchanged, 'known already'],
    [rejected, 'rejected'],
  ] as const;
  const said = parts.filter(([number]) => number > 0).map(([number, word]) => `${format(number)} ${word}`);
  return `${format(rowsRead)} ${things}${said.length === 0 ? '' : `: ${said.join(', ')}`}.`;
}

const format = (number: number) => number.toLocaleString('en');
