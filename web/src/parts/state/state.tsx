import { STATES, type StoreState } from './states.js';
import './state.css';

const SHAPES: Record<StoreState, React.ReactNode> = {
  down: <path d="M8 14.5 1 2h14z" />,
  unobserved: <circle cx="8" cy="8" r="5.8" fill="none" strokeWidth="2.4" strokeDasharray="2.6 2.1" />,
  up: <circle cx="8" cy="8" r="6.5" />,
  closed: <rect x="2.2" y="2.2" width="11.6" height="11.6" rx="1" fill="none" strokeWidth="2" />,
  excused: <path d="M8 1.4 14.6 8 8 14.6 1.4 8zM5 8h6" fill="none" strokeWidth="2" />,
};

/** The shape of a state: a triangle, a dotted ring, a disc, an empty square, a barred diamond. Always beside the word. */
export function StateShape({ state }: { state: StoreState }) {
  return (
    <svg className={`state-shape state-${state}`} viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">
      {SHAPES[state]}
    </svg>
  );
}

/** A state as its shape and its word. */
export function State({ state }: { state: StoreState }) {
  return (
    <span className="state nowrap">
      <StateShape state={state} /> {STATES[state].word}
    </span>
  );
}
