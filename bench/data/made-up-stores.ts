import type { Random } from './random.js';

/** A row of business hours as in a file: `18:00:00`, `23:59:59`. */
export interface HoursRow {
  readonly day: number;
  readonly open: string;
  readonly close: string;
}

export interface MadeUpStore {
  readonly storeId: string;
  readonly timeZone: string | null;
  readonly hours: readonly HoursRow[];
}

const TIME_ZONES = {
  'America/New_York': 45,
  'America/Chicago': 14,
  'America/Los_Angeles': 14,
  'America/Denver': 6,
  'America/Phoenix': 4,
  'America/Sao_Paulo': 2,
  'Europe/London': 3,
  'Europe/Berlin': 3,
  'Asia/Beirut': 1,
  'Asia/Kolkata': 3,
  'Asia/Kathmandu': 1,
  'Asia/Tokyo': 2,
  'Australia/Sydney': 1,
  'Pacific/Auckland': 1,
};

/** A store without a zone row is in America/Chicago. */
const WITHOUT_TIME_ZONE = 0.02;

const HABITS = {
  daytime: 50,
  splitShifts: 12,
  overnight: 8,
  overnightInTwoRows: 10,
  alwaysOpenInRows: 10,
  withoutRows: 10,
};

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];

/** Formats a time of day as in files: `18:30:00`. */
const time = (hour: number, minute = 0) => `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:00`;

/** Stores with hours and zones as varied as real ones. */
export function makeUpStores(count: number, random: Random): MadeUpStore[] {
  const ids = new Set<string>();
  while (ids.size < count) ids.add(makeUpId(random));
  return [...ids].map((storeId) => ({
    storeId,
    timeZone: random.chance(WITHOUT_TIME_ZONE) ? null : random.pickByWeight(TIME_ZONES),
    hours: makeUpHours(random),
  }));
}

/** A 63-bit whole number in decimal, as real ids are. */
function makeUpId(random: Random): string {
  return String(((BigInt(random.bits()) << 32n) | BigInt(random.bits())) >> 1n);
}

function makeUpHours(random: Random): HoursRow[] {
  switch (random.pickByWeight(HABITS)) {
    case 'daytime':
      return daytime(random);
    case 'splitShifts':
      return splitShifts(random);
    case 'overnight':
      return overnight(16 + random.below(6), random.below(5));
    case 'overnightInTwoRows':
      return overnightInTwoRows(16 + random.below(6), 1 + random.below(4));
    case 'alwaysOpenInRows':
      return EVERY_DAY.map((day) => ({ day, open: '00:00:00', close: '23:59:59' }));
    case 'withoutRows':
      return [];
  }
}

/** From a morning to an evening, on some days of the week, the weekend shorter. */
function daytime(random: Random): HoursRow[] {
  const open = 6 + random.below(6);
  const close = 17 + random.below(6);
  const half = random.pick([0, 30]);
  return EVERY_DAY.slice(0, random.pick([5, 6, 7, 7])).map((day) => ({
    day,
    open: time(day < 5 ? open : open + 1, half),
    close: time(day < 5 ? close : close - 1),
  }));
}

function splitShifts(random: Random): HoursRow[] {
  const noon = 11 + random.below(3);
  const evening = 17 + random.below(2);
  return EVERY_DAY.filter((day) => day !== 0).flatMap((day) => [
    { day, open: time(noon - 3), close: time(noon, 30) },
    { day, open: time(evening), close: random.pick([time(22), '23:59:59']) },
  ]);
}

/** Closing on the next day in one row: `18:00-02:00`. */
export function overnight(open: number, close: number): HoursRow[] {
  return EVERY_DAY.map((day) => ({ day, open: time(open), close: time(close) }));
}

/** The same as two rows: `18:00-23:59:00` and, on the next day, `00:00-02:00`. */
export function overnightInTwoRows(open: number, close: number): HoursRow[] {
  return EVERY_DAY.flatMap((day) => [
    { day, open: time(0), close: time(close) },
    { day, open: time(open), close: '23:59:00' },
  ]);
}
