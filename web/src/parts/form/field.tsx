import { useId, type ReactNode } from 'react';
import { fieldMessages } from './field-messages.js';
import './form.css';

/** What ties a control to the messages about it, for those who do not see both. */
interface Attributes {
  readonly 'aria-invalid'?: true;
  readonly 'aria-describedby'?: string;
}

interface Props {
  readonly label: string;
  /** The name of the field in the request. */
  readonly path: string;
  /** Why the last request was refused; null if it was not. */
  readonly error: unknown;
  readonly children: (attributes: Attributes) => ReactNode;
}

/** A field of a form, with what the API says is wrong with it. */
export function Field({ label, path, error, children }: Props) {
  const id = useId();
  const messages = fieldMessages(error, path);
  const isWrong = messages.length > 0;
  return (
    <div className="field">
      <label>
        {label}
        {children(isWrong ? { 'aria-invalid': true, 'aria-describedby': id } : {})}
      </label>
      {isWrong && (
        <ul id={id} className="field-messages">
          {messages.map((message) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
