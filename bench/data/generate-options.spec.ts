import { describe, expect, test } from '@jest/globals';
import { HOUR, parseInstant } from '../../src/domain/time/instant.js';
import { USAGE, UsageError, parseCommand } from './generate-options.js';

const at = (text: string) => parseInstant(text, 'required');

describe('the command line', () => {
  test('needs a folder and no more', () => {
    expect(parseCommand(['--out', 'x'])).toEqual({
      kind: 'data',
      out: 'x',
      data: {
        seed: 1,
        stores: 1000,
        asOf: at('2023-01-25T18:13:22.479220Z'),
        days: 8,
        pollsPerDay: 24,
        outageShare: 0.05,
        outageLength: 4 * HOUR,
      },
    });
  });

  test('has an option for everything', () => {
    const line =
      '--out=x --hours-from=y --days=7 --polls-per-day=18.6 --outage-share=0.1 --outage-hours=2.5 --seed=9007199254740991';
    expect(parseCommand([...line.split(' '), '--as-of', '2024-02-29 12:00:00 UTC'])).toEqual({
      kind: 'data',
      out: 'x',
      data: {
        seed: Number.MAX_SAFE_INTEGER,
        stores: { hoursFrom: 'y' },
        asOf: at('2024-02-29T12:00:00Z'),
        days: 7,
        pollsPerDay: 18.6,
        outageShare: 0.1,
        outageLength: 2.5 * HOUR,
      },
    });
  });

  test('has options for the sample and for help', () => {
    expect(parseCommand(['--sample', '--out', 'x'])).toEqual({ kind: 'sample', out: 'x' });
    expect(parseCommand(['--help', '--stores', 'many'])).toEqual({ kind: 'help' });
  });

  test('is explained, every option of it', () => {
    const defaults = [...USAGE.matchAll(/--([\w-]+) [A-Z]+ .*\((.*)\)/g)];
    expect(defaults).toHaveLength(7);
    const spelt = defaults.flatMap(([, name, value]) => [`--${name}`, value!]);
    expect(parseCommand(['--out', 'x', ...spelt])).toEqual(parseCommand(['--out', 'x']));
  });

  test.each([
    [[], '--out is missing: name the folder to write to'],
    [['--out', 'x', '--stores', 'many'], '--stores is "many": expected is a whole number from 1 to 10000000'],
    [['--out', 'x', '--stores', '0'], '--stores is "0": expected is a whole number from 1 to 10000000'],
    [['--out', 'x', '--stores', '1.5'], '--stores is "1.5": expected is a whole number from 1 to 10000000'],
    [['--out', 'x', '--days', ''], '--days is "": expected is a whole number from 1 to 3650'],
    [['--out', 'x', '--polls-per-day', '0'], '--polls-per-day is "0": expected is a number from 0.1 to 1440'],
    [['--out', 'x', '--outage-share', '5%'], '--outage-share is "5%": expected is a number from 0 to 0.5'],
    [['--out', 'x', '--outage-hours', '0.5'], '--outage-hours is "0.5": expected is a number from 1 to 1000'],
    [['--out', 'x', '--seed=-1'], '--seed is "-1": expected is a whole number from 0 to 9007199254740991'],
    [['--out', 'x', '--as-of', 'now'], '--as-of is "now": expected is an instant such as 2023-01-25T18:13:22.479220Z'],
    [
      ['--out', 'x', '--stores', '5', '--hours-from', 'y'],
      '--stores and --hours-from exclude each other: the folder says which stores there are',
    ],
    [
      ['--out', 'x/', '--hours-from', './x'],
      '--hours-from and --out are the same folder: its files would be overwritten',
    ],
    [['--out', 'x', '--sample', '--seed', '2'], "--sample is always the same: --seed can't change it"],
  ])('%j is refused: %s', (args, message) => {
    expect(() => parseCommand(args)).toThrow(new UsageError(message));
  });

  test.each([[['--out', 'x', '--store', '5']], [['--out']], [['--out', 'x', 'y']]])('%j is refused', (args) => {
    expect(() => parseCommand(args)).toThrow(UsageError);
  });
});
