import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { ClosureEditor } from '../../parts/closures/closure-editor.js';
import { ClosureItem } from '../../parts/closures/closure-item.js';
import { VIEWER_ZONE } from '../../parts/format/instant.js';
import { Loaded } from '../../parts/problem/loading.js';
import { useMayForAll } from '../../session/session.js';
import { groupClosuresQuery } from './group-queries.js';

/** The closures of a group from now on; added, ended, explained and removed by those who may. */
export function GroupClosures({ group, asOf }: { group: { kind: string; value: string }; asOf: string }) {
  const [isAdding, setAdding] = useState(false);
  const mayEdit = useMayForAll('operator');
  return (
    <section className="panel no-print" aria-labelledby="closures-title">
      <div className="row apart">
        <h2 id="closures-title">Closures and excused time, now and later</h2>
        {mayEdit && !isAdding && (
          <button type="button" onClick={() => setAdding(true)}>
            Close or excuse its stores
          </button>
        )}
      </div>
      <Loaded query={useQuery(groupClosuresQuery(`${group.kind}:${group.value}`, asOf))}>
        {(closures) =>
          closures.length === 0 ? (
            <p>None.</p>
          ) : (
            <ul className="hand-list">
              {closures.map((closure) => (
                <ClosureItem
                  key={closure.closureId}
                  closure={closure}
                  days={{ timeZone: VIEWER_ZONE, asOf }}
                  mayEdit={mayEdit && 'group' in closure.scope}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isAdding && <ClosureEditor scope={{ group }} clock="the clock of each store" onDone={() => setAdding(false)} />}
    </section>
  );
}
