import { divideBar, type WindowParts } from './uptime.js';
import './figures.css';

const BAR = 11;
const GAP = 2;
const HEIGHT = 22;

/** A week as one column a day, oldest first: the parts of each day from the top down, so that downtime is at the foot. */
export function Spark({ days }: { days: readonly WindowParts[] }) {
  const width = days.length * (BAR + GAP) - GAP;
  return (
    <svg
      className="spark"
      width={width}
      height={HEIGHT}
      viewBox={`0 0 ${width} ${HEIGHT}`}
      role="img"
      aria-label={describe(days)}
    >
      {days.map((day, index) => (
        <Day key={index} day={day} x={index * (BAR + GAP)} />
      ))}
    </svg>
  );
}

function Day({ day, x }: { day: WindowParts; x: number }) {
  const middle = { x: x + BAR / 2 - 1, y: HEIGHT / 2 - 1, width: 2, height: 2 };
  if (day.openSeconds === 0) return <rect className="bar-closed" {...middle} />;
  return divideBar(day, HEIGHT, 3).map(({ state, at, size }) => (
    <rect key={state} className={`bar-${state}`} {...widthOf(state, x)} y={at} height={size} />
  ));
}

/** Excused time is half as wide. */
function widthOf(state: string, x: number) {
  return state === 'excused' ? { x: x + BAR / 4, width: BAR / 2 } : { x, width: BAR };
}

function describe(days: readonly WindowParts[]): string {
  const withDowntime = days.filter(({ downtimeSeconds }) => downtimeSeconds > 0).length;
  const unobserved = days.filter(({ unobservedSeconds }) => unobservedSeconds > 0).length;
  const excused = days.filter(({ excusedSeconds }) => excusedSeconds > 0).length;
  const excuses = excused === 0 ? '' : `, excused time on ${excused}`;
  return `The last ${days.length} days: downtime on ${withDowntime}, time not observed on ${unobserved}${excuses}`;
}
