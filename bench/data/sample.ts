import { DAY, HOUR, parseInstant, type Instant } from '../../src/domain/time/instant.js';
import type { Interval } from '../../src/domain/uptime/intervals.js';
import { writeData, type GeneratedData } from './generate-data.js';
import { makeUpStores, overnight, overnightInTwoRows, type HoursRow, type MadeUpStore } from './made-up-stores.js';
import type { PolledStore } from './poll-log.js';
import { Random } from './random.js';

const instant = (text: string) => parseInstant(text, 'required') as Instant;

/** A Wednesday, three days after daylight saving time began in the United States. */
const AS_OF = instant('2025-03-12T17:45:10.250000Z');
const SEED = 20250312;
const MADE_UP_STORES = 47;

const EVERY_DAY = [0, 1, 2, 3, 4, 5, 6];
const WORKDAYS = [0, 1, 2, 3, 4];
const SUNDAY = 6;

const daily = (open: string, close: string, days = EVERY_DAY): HoursRow[] => days.map((day) => ({ day, open, close }));
const between = (from: string, to: string): Interval => ({ from: instant(from), to: instant(to) });
const each = (days: number, first: string, length: number): Interval[] =>
  Array.from({ length: days }, (_, i) => ({ from: instant(first) + i * DAY, to: instant(first) + i * DAY + length }));

/** The stores that `data/README.md` describes. */
const NAMED_STORES: readonly (MadeUpStore & PolledStore)[] = [
  {
    storeId: 'bakery-split-shifts',
    timeZone: 'America/New_York',
    hours: [...daily('06:00:00', '11:00:00'), ...daily('15:00:00', '18:30:00')],
    outages: [between('2025-03-11T14:00:00Z', '2025-03-11T20:30:00Z')],
  },
  {
    storeId: 'bar-closes-next-day',
    timeZone: 'America/Chicago',
    hours: overnight(18, 2),
    outages: [between('2025-03-12T05:00:00Z', '2025-03-12T09:00:00Z')],
  },
  {
    storeId: 'bar-cut-at-midnight',
    timeZone: 'America/Chicago',
    hours: overnightInTwoRows(18, 2),
    outages: [between('2025-03-12T05:00:00Z', '2025-03-12T09:00:00Z')],
  },
  { storeId: 'gas-station-never-closes', timeZone: 'America/Denver', hours: daily('00:00:00', '23:59:59') },
  {
    storeId: 'kiosk-without-hours',
    timeZone: 'Europe/Berlin',
    hours: [],
    outages: each(8, '2025-03-05T01:00:00Z', 3 * HOUR),
  },
  { storeId: 'cafe-without-zone', timeZone: null, hours: daily('07:00:00', '19:00:00'), outages: [] },
  { storeId: 'locker-without-hours-or-zone', timeZone: null, hours: [] },
  {
    storeId: 'florist-without-polls',
    timeZone: 'America/Los_Angeles',
    hours: daily('09:00:00', '17:00:00', WORKDAYS),
    quiet: [{ from: -Infinity, to: Infinity }],
  },
  {
    storeId: 'depot-with-a-gap',
    timeZone: 'America/New_York',
    hours: daily('00:00:00', '23:59:59'),
    quiet: [between('2025-03-08T09:00:00Z', '2025-03-11T09:00:00Z')],
    outages: [between('2025-03-11T09:00:00Z', '2025-03-11T15:00:00Z')],
  },
  {
    storeId: 'diner-spring-forward',
    timeZone: 'America/New_York',
    hours: [...daily('05:00:00', '14:00:00', [...WORKDAYS, 5]), { day: SUNDAY, open: '02:30:00', close: '14:00:00' }],
  },
  {
    storeId: 'teahouse-kathmandu',
    timeZone: 'Asia/Kathmandu',
    hours: daily('06:30:00', '20:00:00'),
    outages: [between('2025-03-12T06:00:00Z', '2025-03-12T10:00:00Z')],
  },
  {
    storeId: 'pharmacy-down-right-now',
    timeZone: 'America/New_York',
    hours: daily('08:00:00', '22:00:00'),
    outages: [{ from: instant('2025-03-12T16:00:00Z'), to: Infinity }],
  },
  {
    storeId: 'warehouse-always-down',
    timeZone: 'America/Phoenix',
    hours: daily('08:00:00', '16:00:00', WORKDAYS),
    outages: [{ from: -Infinity, to: Infinity }],
  },
];

/** Writes the sample that the project ships, always the same to the byte. */
export async function writeSample(folder: string): Promise<GeneratedData> {
  const random = new Random(SEED);
  const stores = [...NAMED_STORES, ...makeUpStores(MADE_UP_STORES, random)];
  return writeData(
    folder,
    stores,
    { asOf: AS_OF, days: 8, pollsPerDay: 23, outageShare: 0.06, outageLength: 5 * HOUR },
    random,
  );
}
