import { useRef, useState, type KeyboardEvent } from 'react';
import type { StoreDays } from '../../../api/types.gen.js';
import { StateShape } from '../../../parts/state/state.js';
import type { WholeTimeline } from '../store-queries.js';
import { DayRow } from './day-row.js';
import { Explanation } from './explanation.js';
import { Hatch } from './hatch.js';
import { divideByDays } from './pieces.js';
import { StripTable } from './strip-table.js';
import './strip.css';

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/**
 * The days of a store, one below the other: when it should have been open, and how it was. The stretch that has the focus or
 * the mouse is explained below. One press of Tab leads into the strip, the arrows from stretch to stretch.
 */
export function Strip({ days, timeline }: { days: StoreDays; timeline: WholeTimeline }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const element = useRef<HTMLDivElement>(null);
  const { segments } = timeline;
  const strip = divideByDays(days.days, timeline);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined || segments.length === 0) return;
    event.preventDefault();
    const next = Math.min(segments.length - 1, Math.max(0, (chosen ?? 0) + step));
    element.current!.querySelector<SVGElement>(`[data-segment="${next}"]`)?.focus();
  };
  return (
    <div className="stack">
      <Hatch />
      <Legend />
      <div ref={element} className="strip" onKeyDown={move}>
        <HourAxis />
        {strip.map((day) => (
          <DayRow key={day.day.date} strip={day} zone={days.timeZone} chosen={chosen} onChoose={setChosen} />
        ))}
      </div>
      <Explanation segment={chosen === null ? null : (segments[chosen] ?? null)} days={days} />
      <details className="no-print">
        <summary>Show as a table</summary>
        <StripTable segments={segments} zone={days.timeZone} />
      </details>
    </div>
  );
}

function Legend() {
  return (
    <ul className="legend">
      <li>
        <StateShape state="up" /> Up: full
      </li>
      <li>
        <StateShape state="down" /> Down: hatched, taller
      </li>
      <li>
        <StateShape state="unobserved" /> Not observed: an outline
      </li>
      <li>
        <StateShape state="excused" /> Excused: thin, dotted
      </li>
      <li>
        <StateShape state="closed" /> Closed: empty
      </li>
      <li>│ poll that found it active</li>
      <li>✕ poll that found it inactive</li>
      <li>⁞ halfway between two polls</li>
    </ul>
  );
}

const AXIS_HOURS = [0, 6, 12, 18];

/** For days of 24 hours; others have their own marks. */
function HourAxis() {
  return (
    <div className="strip-axis" aria-hidden="true">
      <span />
      <div>
        {AXIS_HOURS.map((hour) => (
          <span key={hour} style={{ left: `${(hour / 24) * 100}%` }}>
            {String(hour).padStart(2, '0')}:00
          </span>
        ))}
      </div>
      <span />
    </div>
  );
}
