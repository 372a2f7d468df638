/** The pattern of downtime, for all strips of the page. */
export function Hatch() {
  return (
    <svg width="0" height="0" aria-hidden="true" className="hatch">
      <defs>
        <pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 0v6" className="hatch-line" />
        </pattern>
      </defs>
    </svg>
  );
}
