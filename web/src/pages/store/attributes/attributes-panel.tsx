import { useState } from 'react';
import type { Store } from '../../../api/types.gen.js';
import { formatAmount, formatTarget } from '../../../parts/format/percent.js';
import { GroupLink } from '../../../parts/group-link.js';
import { useMay } from '../../../session/session.js';
import { AttributesEditor } from './attributes-editor.js';

/** The groups of a store, its target, and what an open hour of it is worth; changed by those who may. */
export default function AttributesPanel({ store }: { store: Store }) {
  const [isEditing, setEditing] = useState(false);
  const mayEdit = useMay('operator');
  return (
    <section className="panel no-print" aria-labelledby="attributes-title">
      <div className="row apart">
        <h2 id="attributes-title">Name, groups and target</h2>
        {mayEdit && !isEditing && (
          <button type="button" onClick={() => setEditing(true)}>
            Change<span className="visually-hidden"> name, groups and target</span>
          </button>
        )}
      </div>
      {isEditing ? <AttributesEditor store={store} onDone={() => setEditing(false)} /> : <Attributes store={store} />}
    </section>
  );
}

function Attributes({ store: { name, groups, target, valuePerHour } }: { store: Store }) {
  const kinds = Object.entries(groups);
  if (name === null && kinds.length === 0 && target === null && valuePerHour === null) {
    return <p>None: it is called by its id, is in no group, and has no target of its own.</p>;
  }
  return (
    <dl className="facts">
      {kinds.map(([kind, value]) => (
        <div key={kind} className="contents">
          <dt>{kind}</dt>
          <dd>
            <GroupLink kind={kind} value={value} />
          </dd>
        </div>
      ))}
      <dt>Target</dt>
      <dd>{target === null ? 'that of its groups, or the default' : formatTarget(target)}</dd>
      {valuePerHour !== null && (
        <>
          <dt>Value of an open hour</dt>
          <dd>{formatAmount(valuePerHour)}</dd>
        </>
      )}
    </dl>
  );
}
