import type { ErrorComponentProps } from '@tanstack/react-router';
import { isProblem } from '../parts/problem/problem.js';
import { ProblemNote } from '../parts/problem/problem-note.js';

/** A page that failed: a problem of the API, a new version of the page, or a mistake of ours. */
export function PageError({ error }: ErrorComponentProps) {
  if (isProblem(error)) return <ProblemNote error={error} />;
  return (
    <div className="note problem" role="alert">
      <strong>This page failed</strong>
      <p>{error instanceof Error ? error.message : String(error)}</p>
      <button type="button" onClick={() => location.reload()}>
        Load it again
      </button>
    </div>
  );
}
