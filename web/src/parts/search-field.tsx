import { useEffect, useState } from 'react';

/** While somebody types, nothing is asked for. */
const TYPING_MS = 250;

/** A field for a text that is looked for. `onChange` gets it when the typing pauses. */
export function SearchField(props: { label: string; value: string; onChange: (text: string) => void }) {
  const { label, value, onChange } = props;
  const [text, setText] = useState(value);
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timer = setTimeout(() => onChange(text), TYPING_MS);
    return () => clearTimeout(timer);
  });
  return (
    <label>
      {label}
      <input type="search" value={text} spellCheck={false} onChange={({ target }) => setText(target.value)} />
    </label>
  );
}
