import { Link } from '@tanstack/react-router';
import type { NowCounts } from '../../api/types.gen.js';
import { StateShape } from '../../parts/state/state.js';
import { STATE_ORDER, STATES } from '../../parts/state/states.js';

/** How many stores are in each state, each as a link to them: all stores, or those of a group. */
export function Counts({ counts, group }: { counts: NowCounts; group?: string }) {
  return (
    <ul className="counts" aria-label="Stores by state">
      {STATE_ORDER.map((state) => (
        <li key={state}>
          <Link
            to="/stores"
            search={{ state: [state], ...(group !== undefined && { group }) }}
            className={`count count-${state}`}
            title={STATES[state].explanation}
          >
            <span className="count-number">{counts[state].toLocaleString('en')}</span>
            <span className="count-word">
              <StateShape state={state} /> {STATES[state].long}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
