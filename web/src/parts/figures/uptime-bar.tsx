import { formatHours } from '../format/duration.js';
import { divideBar, PARTS, type WindowParts } from './uptime.js';
import './figures.css';

const LENGTH = 300;
const HEIGHT = 14;
const WORDS = { up: 'up', down: 'down', unobserved: 'not observed', excused: 'excused' } as const;
const INSETS = { up: 3, down: 0, unobserved: 3, excused: 5 } as const;

/** The open time of a window as one bar: up is full, down is taller and hatched, unobserved is an outline, excused is thin. */
export function UptimeBar({ window }: { window: WindowParts }) {
  if (window.openSeconds === 0) return <span className="quiet">no open time</span>;
  return (
    <svg
      className="uptime-bar"
      viewBox={`0 0 ${LENGTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={describe(window)}
    >
      {divideBar(window, LENGTH, 3).map(({ state, at, size }) => (
        <BarPart key={state} state={state} x={at} width={size} />
      ))}
    </svg>
  );
}

function BarPart({ state, x, width }: { state: keyof typeof INSETS; x: number; width: number }) {
  const inset = INSETS[state];
  return <rect className={`bar-${state}`} x={x} y={inset} width={width} height={HEIGHT - 2 * inset} />;
}

function describe(window: WindowParts): string {
  return PARTS.filter(([state, field]) => state !== 'excused' || window[field] > 0)
    .map(([state, field]) => `${formatHours(window[field])} ${WORDS[state]}`)
    .join(', ');
}
