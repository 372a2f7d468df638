import path from 'node:path';
import { parseArgs } from 'node:util';
import { HOUR, parseInstant, type Instant } from '../../src/domain/time/instant.js';
import type { DataOptions } from './generate-data.js';

export const USAGE = `Makes up store data: polls, business hours and time zones, as CSV files.

  node dist/bench/data/generate.js --out FOLDER [options]

  --out FOLDER            where to write store_status.csv, menu_hours.csv and timezones.csv
  --stores N              how many stores                                 (1000)
  --hours-from FOLDER     instead of --stores: the stores, business hours and time zones
                          of the CSVs in FOLDER; only polls are made up
  --days N                how many days of polls                          (8)
  --as-of INSTANT         the newest poll                                 (2023-01-25T18:13:22.479220Z)
  --polls-per-day N       polls of a store in a day                       (24)
  --outage-share SHARE    share of polls that find a store inactive       (0.05)
  --outage-hours HOURS    how long an outage lasts on average             (4)
  --seed N                another seed, other data; the same, the same    (1)
  --sample                the sample that the project ships, and no other options
  --help                  this text`;

/** The parsed command line. */
export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'sample'; readonly out: string }
  | { readonly kind: 'data'; readonly out: string; readonly data: DataOptions };

/** The command line is invalid. The message says why. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

const OPTIONS = {
  out: { type: 'string' },
  stores: { type: 'string' },
  'hours-from': { type: 'string' },
  days: { type: 'string' },
  'as-of': { type: 'string' },
  'polls-per-day': { type: 'string' },
  'outage-share': { type: 'string' },
  'outage-hours': { type: 'string' },
  seed: { type: 'string' },
  sample: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

/** @throws {UsageError} */
export function parseCommand(args: readonly string[]): Command {
  const values = parseValues(args);
  if (values.help) return { kind: 'help' };
  const { out, sample, stores, 'hours-from': hoursFrom } = values;
  if (out === undefined) throw new UsageError('--out is missing: name the folder to write to');
  if (sample) {
    const other = Object.keys(values).find((name) => name !== 'out' && name !== 'sample');
    if (other !== undefined) throw new UsageError(`--sample is always the same: --${other} can't change it`);
    return { kind: 'sample', out };
  }
  if (stores !== undefined && hoursFrom !== undefined) {
    throw new UsageError('--stores and --hours-from exclude each other: the folder says which stores there are');
  }
  if (hoursFrom !== undefined && path.resolve(hoursFrom) === path.resolve(out)) {
    throw new UsageError('--hours-from and --out are the same folder: its files would be overwritten');
  }
  return {
    kind: 'data',
    out,
    data: {
      seed: readNumber('seed', values.seed ?? '1', { from: 0, to: Number.MAX_SAFE_INTEGER, whole: true }),
      stores:
        hoursFrom === undefined
          ? readNumber('stores', stores ?? '1000', { from: 1, to: 10_000_000, whole: true })
          : { hoursFrom },
      asOf: readInstant('as-of', values['as-of'] ?? '2023-01-25T18:13:22.479220Z'),
      days: readNumber('days', values.days ?? '8', { from: 1, to: 3650, whole: true }),
      pollsPerDay: readNumber('polls-per-day', values['polls-per-day'] ?? '24', { from: 0.1, to: 1440 }),
      outageShare: readNumber('outage-share', values['outage-share'] ?? '0.05', { from: 0, to: 0.5 }),
      outageLength: readNumber('outage-hours', values['outage-hours'] ?? '4', { from: 1, to: 1000 }) * HOUR,
    },
  };
}

function parseValues(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

interface Range {
  readonly from: number;
  readonly to: number;
  readonly whole?: boolean;
}

function readNumber(name: string, text: string, { from, to, whole = false }: Range): number {
  const value = Number(text);
  if (text.trim() !== '' && value >= from && value <= to && (!whole || Number.isInteger(value))) return value;
  throw new UsageError(`--${name} is "${text}": expected is a ${whole ? 'whole ' : ''}number from ${from} to ${to}`);
}

function readInstant(name: string, text: string): Instant {
  const instant = parseInstant(text, 'assume-utc');
  if (typeof instant === 'number') return instant;
  throw new UsageError(`--${name} is "${text}": expected is an instant such as 2023-01-25T18:13:22.479220Z`);
}
