import { describeError, isProblem } from './problem.js';
import './problem.css';

/** An error, in the words of the API, with what is wrong in each field. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const { title, detail } = describeError(error);
  const fields = isProblem(error) ? (error.errors ?? []) : [];
  return (
    <div className="note problem" role="alert">
      <strong>{title}</strong>
      <p>{detail}</p>
      {fields.length > 1 && (
        <ul>
          {fields.map(({ path, message }) => (
            <li key={path + message}>
              <code>{path}</code>: {message}
            </li>
          ))}
        </ul>
      )}
      {retry !== undefined && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}
