import { useState } from 'react';
import type { CreatedApiKey } from '../../api/types.gen.js';

/** The secret of a key that was just made, which is not shown again. */
export function NewSecret({ created, onDone }: { created: CreatedApiKey; onDone: () => void }) {
  const [isCopied, setCopied] = useState(false);
  return (
    <div className="note good" role="status">
      <p>
        The secret of <strong>{created.name}</strong>. Copy it now: it is not shown again.
      </p>
      <p>
        <code>{created.secret}</code>
      </p>
      <div className="row">
        <button
          type="button"
          onClick={() => void navigator.clipboard.writeText(created.secret).then(() => setCopied(true))}
        >
          {isCopied ? 'Copied' : 'Copy'}
        </button>
        <button type="button" onClick={onDone}>
          Done
        </button>
      </div>
    </div>
  );
}
