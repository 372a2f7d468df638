import { belongsTo } from '../form/field-messages.js';
import { describeError, isProblem } from './problem.js';
import './problem.css';

interface Props {
  readonly error: unknown;
  readonly retry?: () => void;
  /** Fields of a form that show themselves what is wrong with them. */
  readonly fields?: readonly string[];
}

/** An error, in the words of the API, with what is wrong in each field. */
export function ProblemNote({ error, retry, fields = [] }: Props) {
  const { title, detail } = describeError(error);
  const errors = isProblem(error) ? (error.errors ?? []) : [];
  const elsewhere = errors.filter(({ path }) => !fields.some((field) => belongsTo(path, field)));
  const isSaid = elsewhere.every(({ message }) => detail.includes(message));
  return (
    <div className="note problem" role="alert">
      <strong>{title}</strong>
      <p>{detail}</p>
      {!(isSaid && elsewhere.length < 2) && (
        <ul>
          {elsewhere.map(({ path, message }) => (
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
