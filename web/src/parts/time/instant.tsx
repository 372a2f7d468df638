import { formatInstant, VIEWER_ZONE, type InstantStyle } from '../format/instant.js';

/** An instant on the clock of a zone; its title has it in UTC, to the microsecond. */
export function Instant({ at, zone, style }: { at: string; zone?: string; style?: InstantStyle }) {
  return (
    <time dateTime={at} title={at} className="nowrap">
      {formatInstant(at, zone ?? VIEWER_ZONE, style)}
    </time>
  );
}
