/** The patterns of downtime and of excused time, for all strips of the page. */
export function Hatch() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="hatch">
      <defs>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v6" className="hatch-line" />
        </pattern>
        <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
          <circle cx="3" cy="3" r="1.3" className="hatch-dot" />
        </pattern>
      </defs>
    </svg>
  );
}
