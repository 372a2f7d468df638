import { STATES } from '../../../parts/state/states.js';
import { formatDuration } from '../../../parts/format/duration.js';
import { formatInstant } from '../../../parts/format/instant.js';
import { describeOtherHours } from '../../../parts/special-hours/special-hours.js';
import { formatDate } from '../../../parts/format/date.js';
import { describeDay } from './day-figures.js';
import { hourMarks } from './hour-marks.js';
import type { SegmentPiece, StripDay } from './pieces.js';

const HEIGHT = 44;
const DAY_SECONDS = 86_400;

interface Props {
  readonly strip: StripDay;
  readonly zone: string;
  readonly chosen: number | null;
  readonly onChoose: (index: number) => void;
}

/** A day: its date, its strip, its figures. */
export function DayRow({ strip, zone, chosen, onChoose }: Props) {
  const { day, length, open, segments, polls, midpoints } = strip;
  const { date, lengthSeconds, hours } = day;
  const otherHours = describeOtherHours(hours);
  return (
    <div className="strip-row">
      <div>
        <strong title={hours.text}>{formatDate(date).replace(/ \d{4}$/, '')}</strong>
        {lengthSeconds !== DAY_SECONDS && (
          <div className="small warning">{formatDuration(lengthSeconds)}: the clock changes</div>
        )}
        {otherHours !== null && <div className="small warning">{otherHours}</div>}
      </div>
      <svg width="100%" height={HEIGHT} role="group" aria-label={formatDate(date)}>
        <rect className="strip-day" x="0" y="4" width={`${length}%`} height={HEIGHT - 8} />
        {open.map(({ at, length: width }) => (
          <rect key={at} className="strip-open" x={`${at}%`} y="4" width={`${width}%`} height={HEIGHT - 8} />
        ))}
        {hourMarks(day, zone).map(({ share, hour }) => (
          <line
            key={`${hour} ${share}`}
            className="strip-hour"
            x1={`${share * length}%`}
            x2={`${share * length}%`}
            y1="4"
            y2={HEIGHT - 4}
          />
        ))}
        {segments.map((piece) => (
          <Stretch
            key={piece.index}
            piece={piece}
            zone={zone}
            isChosen={chosen === piece.index}
            isEntry={piece.index === (chosen ?? 0)}
            onChoose={onChoose}
          />
        ))}
        {midpoints.map((at) => (
          <line key={at} className="strip-midpoint" x1={`${at}%`} x2={`${at}%`} y1="12" y2={HEIGHT - 12} />
        ))}
        {polls.map(({ at, poll }) => (
          <PollMark key={poll.at} at={at} isActive={poll.status === 'active'} isCounted={poll.counted} />
        ))}
      </svg>
      <DayFigures day={day} />
    </div>
  );
}

/** A state is told by its height and its pattern, too. */
const INSETS = { up: 11, down: 4, unobserved: 11, excused: 15 } as const;
const PATTERNS: Readonly<Record<string, string>> = { down: 'hatch', excused: 'dots' };

function Stretch(props: {
  piece: SegmentPiece;
  zone: string;
  isChosen: boolean;
  isEntry: boolean;
  onChoose: (index: number) => void;
}) {
  const { piece, zone, isChosen, isEntry, onChoose } = props;
  const { index, segment, at, length } = piece;
  const inset = INSETS[segment.state];
  const pattern = PATTERNS[segment.state];
  const time = (instant: string) => formatInstant(instant, zone, 'short');
  return (
    <g
      className={isChosen ? 'stretch chosen' : 'stretch'}
      role="img"
      aria-label={`${STATES[segment.state].word}, ${time(segment.from)} to ${time(segment.to)}`}
      data-segment={index}
      data-state={segment.state}
      tabIndex={isEntry ? 0 : -1}
      onFocus={() => onChoose(index)}
      onMouseEnter={() => onChoose(index)}
    >
      <rect
        className={`bar-${segment.state}`}
        x={`${at}%`}
        y={inset}
        width={`${length}%`}
        height={HEIGHT - 2 * inset}
      />
      {pattern !== undefined && (
        <rect fill={`url(#${pattern})`} x={`${at}%`} y={inset} width={`${length}%`} height={HEIGHT - 2 * inset} />
      )}
    </g>
  );
}

function PollMark({ at, isActive, isCounted }: { at: number; isActive: boolean; isCounted: boolean }) {
  return (
    <svg x={`${at}%`} y={HEIGHT - 12} className={isCounted ? 'poll-mark' : 'poll-mark uncounted'} overflow="visible">
      {isActive ? <path d="M0 4v8" /> : <path d="M-3 5l6 6m0 -6l-6 6" />}
    </svg>
  );
}

function DayFigures({ day }: { day: StripDay['day'] }) {
  const { figure, notes } = describeDay(day);
  return (
    <div>
      <strong>{figure}</strong>
      {notes.map((note) => (
        <div key={note} className="small quiet">
          {note}
        </div>
      ))}
    </div>
  );
}
