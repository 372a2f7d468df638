import { useRef, useState, type KeyboardEvent } from 'react';
import type { UptimeOfHourOfWeek } from '../../../api/types.gen.js';
import { WEEKDAYS } from '../weekdays.js';
import { describeHour, type DescribedHour } from './describe-hour.js';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowDown: 24, ArrowLeft: -1, ArrowUp: -24 };

/** The 168 hours of a week. One press of Tab leads to them, the arrows from hour to hour; the chosen one is said below. */
export function Grid({ cells }: { cells: readonly UptimeOfHourOfWeek[] }) {
  const [chosen, setChosen] = useState<number | null>(null);
  const body = useRef<HTMLTableSectionElement>(null);
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = (chosen ?? 0) + step;
    body.current!.querySelector<HTMLElement>(`[data-hour="${next}"]`)?.focus();
  };
  return (
    <>
      <div className="scroll" role="region" aria-labelledby="grid-title">
        <table className="hour-grid">
          <GridHead />
          <tbody ref={body} onKeyDown={move}>
            {WEEKDAYS.map((name, day) => (
              <tr key={name}>
                <th scope="row">{name.slice(0, 3)}</th>
                {HOURS.map((hour) => {
                  const index = day * 24 + hour;
                  const isEntry = index === (chosen ?? 0);
                  const described = describeHour(cells[index]!);
                  return (
                    <td
                      key={hour}
                      data-hour={index}
                      tabIndex={isEntry ? 0 : -1}
                      onFocus={() => setChosen(index)}
                      onMouseEnter={() => setChosen(index)}
                    >
                      <span className="visually-hidden">{described.words}</span>
                      <HourShape {...described} />
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="hour-words no-print">
        {chosen === null ? 'Point at an hour, or move to it with Tab and the arrow keys.' : sayHour(cells[chosen]!)}
      </p>
    </>
  );
}

function GridHead() {
  return (
    <thead>
      <tr>
        <th scope="col">
          <span className="visually-hidden">Day</span>
        </th>
        {HOURS.map((hour) => (
          <th key={hour} scope="col" className={hour % 6 === 0 ? undefined : 'minor'}>
            {hour}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function sayHour(cell: UptimeOfHourOfWeek): string {
  return `${WEEKDAYS[cell.dayOfWeek]}, ${cell.hour}:00 to ${cell.hour + 1}:00: ${describeHour(cell).words}.`;
}

const MIDDLE = 7;

function HourShape({ kind, share }: DescribedHour) {
  if (kind === 'closed') return null;
  const size = kind === 'down' ? 4 + 10 * share : 2;
  return (
    <svg width="14" height="14" aria-hidden="true">
      {kind === 'excused' && <path className="hour-excused" d="M7 3l4 4-4 4-4-4z" />}
      {kind === 'unobserved' && <circle className="hour-unobserved" cx={MIDDLE} cy={MIDDLE} r="4" />}
      {(kind === 'down' || kind === 'never down') && (
        <rect
          className={kind === 'down' ? 'bar-down' : 'bar-closed'}
          x={MIDDLE - size / 2}
          y={MIDDLE - size / 2}
          width={size}
          height={size}
        />
      )}
    </svg>
  );
}
