import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { StoreDays } from '../../../api/types.gen.js';
import { Loaded } from '../../../parts/problem/loading.js';
import { useMay } from '../../../session/session.js';
import { Preview } from '../hours/preview.js';
import { closuresQuery } from '../store-queries.js';
import { ClosureEditor } from '../../../parts/closures/closure-editor.js';
import { ClosureItem } from '../../../parts/closures/closure-item.js';

/** The closures that count for a store; its own are added, ended, explained and removed by those who may. */
export default function ClosuresPanel({ storeId, days }: { storeId: string; days: StoreDays }) {
  const [isAdding, setAdding] = useState(false);
  const mayEdit = useMay('operator');
  return (
    <section className="panel no-print" aria-labelledby="closures-title">
      <div className="row apart">
        <h2 id="closures-title">Closures and excused time</h2>
        {mayEdit && !isAdding && (
          <button type="button" className="no-print" onClick={() => setAdding(true)}>
            Close or excuse
          </button>
        )}
      </div>
      <Loaded query={useQuery(closuresQuery(storeId, days))}>
        {(closures) =>
          closures.length === 0 ? (
            <p>None in these days or later.</p>
          ) : (
            <ul className="special-hours">
              {closures.map((closure) => (
                <ClosureItem
                  key={closure.closureId}
                  closure={closure}
                  days={days}
                  mayEdit={mayEdit && 'storeId' in closure.scope}
                />
              ))}
            </ul>
          )
        }
      </Loaded>
      {isAdding && (
        <ClosureEditor
          scope={{ storeId }}
          clock="the store's clock"
          preview={(closure) => <Preview storeId={storeId} asOf={days.asOf} change={{ closure }} />}
          onDone={() => setAdding(false)}
        />
      )}
    </section>
  );
}
