import type { Import } from '../../api/types.gen.js';
import { describeImport } from './describe-import.js';

const MARKS = { Running: '…', Complete: '✓', Failed: '✕' } as const;

/** What became of a file: a mark, a word, and the counts. */
export function ImportOutcome({ imported }: { imported: Import }) {
  const { status } = imported;
  return (
    <span className={`import-outcome import-${status.toLowerCase()}`}>
      <span aria-hidden="true">{MARKS[status]}</span> {status}. {describeImport(imported)}
    </span>
  );
}
