/** The zone of the person who looks at the page. */
export const VIEWER_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

const STYLES = {
  /** Wed 12 Mar 2025, 17:45 UTC */
  full: {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
  },
  /** 12 Mar, 17:45 UTC */
  short: { day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
  /** 17:45 UTC */
  time: { hour: '2-digit', minute: '2-digit', timeZoneName: 'short' },
  /** 17:45:12 UTC */
  seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type InstantStyle = keyof typeof STYLES;

const formats = new Map<string, Intl.DateTimeFormat>();

/** Formats an instant of the API on the clock of a zone, whose name is always part of the text. */
export function formatInstant(instant: string, zone: string, style: InstantStyle = 'full'): string {
  return formatOf(zone, style).format(new Date(instant));
}

function formatOf(zone: string, style: InstantStyle): Intl.DateTimeFormat {
  const key = `${style} ${zone}`;
  let format = formats.get(key);
  if (format === undefined) formats.set(key, (format = createFormat(zone, style)));
  return format;
}

/** A zone that this browser does not know yet is shown in UTC, which the text then says. */
function createFormat(timeZone: string, style: InstantStyle): Intl.DateTimeFormat {
  const options = { ...STYLES[style], hourCycle: 'h23' } as const;
  try {
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' });
  }
}
