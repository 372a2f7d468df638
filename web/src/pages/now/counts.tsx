import { Link } from '@tanstack/react-router';
import type { NowCounts } from '../../api/types.gen.js';
import { StateShape } from '../../parts/state/state.js';
import { STATE_ORDER, STATES } from '../../parts/state/states.js';

/** How many stores are in each state, each as a link to them. */
export function Counts({ counts }: { counts: NowCounts }) {
  return (
    <ul className="counts" aria-label="Stores by state">
      {STATE_ORDER.map((state) => (
        <li key={state}>
          <Link
            to="/stores"
            search={{ state: [state] }}
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
