import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from '@jest/globals';
import { parseInstant, type Instant } from '../../domain/time/instant.js';
import type { StagedRow } from '../../persistence/imports/staging.js';
import { UnreadableFileError } from './csv-layout.js';
import { LineBlockReader } from './line-block-reader.js';
import { readCsv } from './read-csv.js';

const NOW = parseInstant('2023-01-25T18:13:22Z', 'required') as Instant;

const at = (text: string) => parseInstant(text, 'required') as Instant;

async function read(...chunks: (string | Buffer)[]) {
  const source = Readable.from(chunks.map((chunk) => Buffer.from(chunk)));
  const text = new LineBlockReader(source, { lastLine: 'take', unpackedLimitBytes: 1 << 20 });
  const { layout, batches } = await readCsv(text.blocks(), { now: NOW, keptFrom: null });
  const rows: StagedRow[] = [];
  for await (const batch of batches) rows.push(...batch);
  return { kind: layout.kind, rows };
}

const POLLS = 'store_id,status,timestamp_utc\n';
const HOURS = 'store_id,day,start_time_local,end_time_local\n';
const ZONES = 'store_id,timezone_str\n';

describe('reading a CSV', () => {
  it('yields polls, hours and zones with their line numbers', async () => {
    expect(await read(POLLS, '1,active,2023-01-22 12:09:39.388884 UTC\n')).toEqual({
      kind: 'polls',
      rows: [{ line: 2, storeId: '1', at: at('2023-01-22T12:09:39.388884Z'), active: true, why: null }],
    });
    expect(await read(HOURS, '1,0,09:00,17:30:00\n')).toEqual({
      kind: 'business-hours',
      rows: [
        {
          line: 2,
          storeId: '1',
          dayOfWeek: 0,
          open: 9 * 3_600_000_000,
          close: 17.5 * 3_600_000_000,
          validFrom: null,
          validThrough: null,
        },
      ],
    });
    expect(await read(ZONES, '1,Asia/Beirut\n')).toEqual({
      kind: 'time-zones',
      rows: [{ line: 2, storeId: '1', timeZone: 'Asia/Beirut' }],
    });
  });

  it.each([
    ['a byte order mark', '\uFEFFstore_id,timezone_str\n1,Asia/Beirut\n'],
    ['CRLF', 'store_id,timezone_str\r\n1,Asia/Beirut\r\n'],
    ['a mix of line ends', 'store_id,timezone_str\n1,Asia/Beirut\r\n'],
    ['no end of the last line', 'store_id,timezone_str\n1,Asia/Beirut'],
    ['quoted fields', '"store_id","timezone_str"\n"1","Asia/Beirut"\n'],
  ])('takes a file with %s', async (_what, text) => {
    expect(await read(text)).toEqual({
      kind: 'time-zones',
      rows: [{ line: 2, storeId: '1', timeZone: 'Asia/Beirut' }],
    });
  });

  it('counts lines through blank ones and quoted line ends', async () => {
    const { rows } = await read('store_id,timezone_str,note\n', '\na,Asia/Beirut,"two\nlines"\n\nc,Nowhere,\n');
    expect(rows).toMatchObject([
      { line: 3, storeId: 'a', timeZone: 'Asia/Beirut' },
      { line: 6, row: 'c,Nowhere,' },
    ]);
  });

  it('keeps ids as they are', async () => {
    const ids = ['007', ' a b ', 'a,b', 'say "hi"', '=1+2', '9223372036854775807', 'é', '日本'];
    const { rows } = await read(ZONES, ids.map((id) => `"${id.replaceAll('"', '""')}",UTC\n`).join(''));
    expect(rows.map((row) => 'storeId' in row && row.storeId)).toEqual(ids);
  });

  it('does not depend on how the stream is divided', async () => {
    const text = `${POLLS}é,active,2023-01-22 12:09:39 UTC\n"a,b",inactive,2023-01-22 12:09:40 UTC\n`;
    const bytes = [...Buffer.from(text)].map((byte) => Buffer.from([byte]));
    expect(await read(...bytes)).toEqual(await read(text));
  });

  it('yields the same rows with and without a quote in the file', async () => {
    const line = fc.array(fc.constantFrom('a', 'Asia/Tokyo', ' ', '', 'é', '\uFEFF', "'"), { maxLength: 4 });
    const lines = fc.array(fc.tuple(line, fc.constantFrom('\n', '\r\n', '\r')), { maxLength: 12 });
    await fc.assert(
      fc.asyncProperty(lines, async (generated) => {
        const text = generated.map(([fields, end]) => fields.join(',') + end).join('');
        const quoted = await read(`"store_id",timezone_str\n${text}`);
        expect(await read(`store_id,timezone_str\n${text}`)).toEqual(quoted);
        const late = await read(`${ZONES}${text}`, '"last",UTC\n');
        expect(late.rows.slice(0, -1)).toEqual(quoted.rows);
        expect(late.rows.at(-1)).toMatchObject({ storeId: 'last', line: text.split(/\r\n|\n|\r/).length + 1 });
      }),
    );
  });

  it('reads more rows than one batch holds', async () => {
    const { rows } = await read(ZONES, Array.from({ length: 2_500 }, (_, i) => `${i},UTC\n`).join(''));
    expect(rows.map(({ line }) => line)).toEqual(Array.from({ length: 2_500 }, (_, i) => i + 2));
  });

  it('reads only a header as a file without rows', async () => {
    expect(await read(POLLS)).toEqual({ kind: 'polls', rows: [] });
  });

  it.each(['', '\uFEFF', '\n\n'])('refuses an empty file (%j) as a whole', async (text) => {
    await expect(read(text)).rejects.toThrow(UnreadableFileError);
    await expect(read(text)).rejects.toThrow(/the file is empty/);
  });

  it.each([
    ['semicolons', 'store_id;timezone_str\n1;Asia/Beirut\n', 2],
    ['tabs', 'store_id\ttimezone_str\n1\tAsia/Beirut\n', 2],
    ['a declared separator', 'sep=;\nstore_id;timezone_str\n1;Asia/Beirut\n', 3],
    ['a trailing comma in the rows', 'store_id,timezone_str\n1,Asia/Beirut,\n', 2],
    ['a trailing comma in the header', 'store_id,timezone_str,\n1,Asia/Beirut,\n', 2],
    ['a trailing comma in the header only', 'store_id,timezone_str,\n1,Asia/Beirut\n', 2],
    ['an index column', ',store_id,timezone_str\n0,1,Asia/Beirut\n', 2],
    ['further columns', 'store_id,region,timezone_str,city\n1,west,Asia/Beirut,"Beirut, Lebanon"\n', 2],
    ['blanks around quoted fields', 'store_id, "timezone_str"\n "1" , "Asia/Beirut" \n', 2],
  ])('reads a file with %s', async (_what, text, line) => {
    expect(await read(text)).toEqual({
      kind: 'time-zones',
      rows: [{ line, storeId: '1', timeZone: 'Asia/Beirut' }],
    });
  });

  it.each(['utf16le', 'utf16be'] as const)(
    'reads a file in %s with a byte order mark, in any chunks',
    async (encoding) => {
      const text = Buffer.from(`\uFEFF${ZONES}é,Asia/Beirut\n`, 'utf16le');
      const bytes = encoding === 'utf16le' ? text : text.swap16();
      const chunks = Array.from({ length: Math.ceil(bytes.length / 3) }, (_, i) => bytes.subarray(3 * i, 3 * i + 3));
      expect((await read(...chunks)).rows).toEqual([{ line: 2, storeId: 'é', timeZone: 'Asia/Beirut' }]);
      expect((await read(gzipSync(bytes))).rows).toEqual([{ line: 2, storeId: 'é', timeZone: 'Asia/Beirut' }]);
    },
  );

  it.each([
    [
      'an Excel workbook',
      'PK\x03\x04....[Content_Types].xml',
      /^the file is an Excel workbook \(xlsx\): save it as CSV/,
    ],
    ['a ZIP archive', 'PK\x03\x04....store_status.csv', /^the file is a ZIP archive without .zip in its name/],
    ['a PDF', '%PDF-1.7\n', /^the file is a PDF: save it as CSV/],
    [
      'UTF-16 without a byte order mark',
      's\0t\0o\0r\0e\0',
      /^the file is not text, or its encoding is not UTF-8 or UTF-16/,
    ],
    [
      'Windows-1252',
      'Fili\xe1le,Zeitzone\n',
      /no kind of file, and the file is not in UTF-8: save it as CSV \(UTF-8\)/,
    ],
  ])('refuses %s, and says what it is', async (_what, text, message) => {
    await expect(read(Buffer.from(text, 'latin1'))).rejects.toThrow(message);
  });

  it('passes on the error of a stream', async () => {
    const broken = Readable.from(
      (async function* () {
        yield Buffer.from(ZONES);
        throw new Error('the disk is gone');
      })(),
    );
    const reading = async () => {
      const { batches } = await readCsv(
        new LineBlockReader(broken, { lastLine: 'take', unpackedLimitBytes: 1 << 20 }).blocks(),
        {
          now: NOW,
          keptFrom: null,
        },
      );
      for await (const batch of batches) expect(batch).toEqual([]);
    };
    await expect(reading()).rejects.toThrow('the disk is gone');
  });
});

describe("a row that can't be used is kept with line and reason", () => {
  it.each([
    [POLLS, '1,asleep,2023-01-22 12:09:39 UTC', 'status "asleep" is neither active nor inactive'],
    [POLLS, '1,,2023-01-22 12:09:39 UTC', 'status "" is neither'],
    [POLLS, '1,constructor,2023-01-22 12:09:39 UTC', 'status "constructor" is neither'],
    [POLLS, '1,active,yesterday', 'timestamp_utc "yesterday" is not an instant such as'],
    [POLLS, '1,active,2023-02-30 12:00:00 UTC', 'is not an instant such as'],
    [POLLS, '1,active,2023-01-25 18:18:22.000001 UTC', 'is more than five minutes ahead of the clock'],
    [POLLS, '1,active', 'the row has 2 fields, the header has 3'],
    [POLLS, '1,active,2023-01-22 12:09:39 UTC,x', 'the row has 4 fields, the header has 3'],
    [POLLS, '1,active,2016-12-31T23:59:60Z', 'is a leap second'],
    [POLLS, '1,active,"2023-01-22T12:09:39,388Z"', 'has a comma before the fraction'],
    [POLLS, '1,active,1969-12-31T23:59:59Z', 'is not within the years 1970 to 2254'],
    [POLLS, '"a"x,active,2023-01-22 12:09:39 UTC', 'something follows the closing quote of a field'],
    [POLLS, '"Joe"s Diner",active,2023-01-22 12:09:39 UTC', 'something follows the closing quote of a field'],
    [POLLS, 'a"b,active,2023-01-22 12:09:39 UTC', 'a field without quotes around it contains a quote'],
    [POLLS, 'a\tb,active,2023-01-22 12:09:39 UTC', 'store_id contains a line break or another control character'],
    [POLLS, ',active,2023-01-22 12:09:39 UTC', 'store_id is empty'],
    [POLLS, '  ,active,2023-01-22 12:09:39 UTC', 'store_id is empty'],
    [POLLS, 'a\0b,active,2023-01-22 12:09:39 UTC', 'store_id contains a NUL character'],
    [
      POLLS,
      `${'x'.repeat(256)},active,2023-01-22 12:09:39 UTC`,
      'store_id has 256 characters; at most 255 are allowed',
    ],
    [HOURS, '1,7,09:00,17:00', 'the store has a row with day 7 in this file, so its days seem to be counted from 1'],
    [HOURS, '1,8,09:00,17:00', 'day "8" is not 0 (Monday) to 6 (Sunday)'],
    [HOURS, '1,Montag,09:00,17:00', 'day "Montag" is not 0 (Monday) to 6 (Sunday)'],
    [HOURS, '1,0,23:60,17:00', 'start_time_local "23:60" is not a time of day'],
    [HOURS, '1,0,24:00,17:00', 'start_time_local "24:00" is not a time of day before 24:00'],
    [HOURS, '1,0,09:00,24:01', 'end_time_local "24:01" is not a time of day from 00:00 to 24:00'],
    [ZONES, '1,Mars/Olympus', 'timezone_str "Mars/Olympus" is not an IANA time zone'],
    [ZONES, '1,+05:30', 'timezone_str "+05:30" is not an IANA time zone'],
    [ZONES, '1,', 'timezone_str "" is not an IANA time zone'],
  ])('%j %j', async (header, line, reason) => {
    const { rows } = await read(header, `${line}\n`);
    expect(rows).toEqual([{ line: 2, reason: expect.stringContaining(reason), row: expect.any(String) }]);
  });

  it('among valid ones, which are used', async () => {
    const { rows } = await read(ZONES, 'a,UTC\nb,Mars/Olympus\nc,UTC\n');
    expect(rows).toMatchObject([
      { line: 2, storeId: 'a' },
      { line: 3, row: 'b,Mars/Olympus' },
      { line: 4, storeId: 'c' },
    ]);
  });

  it('with bytes that are not UTF-8', async () => {
    const { rows } = await read(ZONES, Buffer.from('caf\xe9,UTC\n', 'latin1'));
    expect(rows).toMatchObject([{ line: 2, reason: 'store_id contains bytes that are not UTF-8' }]);
  });

  it('with a field of ten megabytes, whose start is kept', async () => {
    const { rows } = await read(ZONES, `${'x'.repeat(10 << 20)},UTC\nb,UTC\n`);
    expect(rows).toMatchObject([
      { line: 2, reason: 'store_id has 10485760 characters; at most 255 are allowed' },
      { line: 3, storeId: 'b' },
    ]);
    expect((rows[0] as { row: string }).row.length).toBeLessThan(2_100);
  });

  it('but a line that is too long fails the file', async () => {
    const piece = Buffer.alloc(1 << 20, 'x');
    const endless = Array.from({ length: 18 }, () => piece);
    await expect(read(ZONES, '"', ...endless)).rejects.toThrow(
      /line 2 is longer than 16 MB: is a quote never closed\?/,
    );
  });
});

describe('a stray quote', () => {
  it('rejects only its own line', async () => {
    const { rows } = await read(
      'store_id,timestamp_utc,status\n',
      'q1,2023-01-22 10:00:00,active\n',
      '"q2,2023-01-22 10:00:00,active\n',
      'q3,2023-01-22 10:00:00,active\n',
      '"q5",2023-01-22 10:00:00,active\n',
      'q6,2023-01-22 10:00:00,active\n',
    );
    expect(rows).toMatchObject([
      { line: 2, storeId: 'q1' },
      {
        line: 3,
        reason: expect.stringContaining('does not end on the same line'),
        row: '"q2,2023-01-22 10:00:00,active',
      },
      { line: 4, storeId: 'q3' },
      { line: 5, storeId: 'q5' },
      { line: 6, storeId: 'q6' },
    ]);
  });

  it('at the end of a file rejects only its own line', async () => {
    const { rows } = await read(ZONES, '1,UTC\n"2,UTC\n3,UTC\n');
    expect(rows).toMatchObject([
      { line: 2, storeId: '1' },
      { line: 3, reason: 'a quoted field begins here and never ends', row: '"2,UTC' },
      { line: 4, storeId: '3' },
    ]);
  });

  it('early in a long file loses no other row', async () => {
    const lines = Array.from({ length: 10_000 }, (_, i) => `s${i},UTC`);
    lines[9] = '"s9,UTC';
    lines[8_999] = '"s8999",UTC';
    const { rows } = await read(ZONES, `${lines.join('\n')}\n`);
    expect(rows).toHaveLength(10_000);
    expect(rows.filter((row) => 'reason' in row)).toEqual([
      { line: 11, reason: expect.stringContaining('a quoted field begins here'), row: '"s9,UTC' },
    ]);
  });

  it('in each of many lines rejects them in linear time', async () => {
    // Each line opens a quoted field, and neither ends nor breaks that of an earlier line.
    const count = 20_000;
    const { rows } = await read(POLLS + `x","${'y'.repeat(1_000)}\n`.repeat(count));
    expect(rows).toHaveLength(count);
    expect(rows.every((row) => 'reason' in row)).toBe(true);
  });

  it('anywhere in any file leaves rows and rejects that add up to its lines', async () => {
    const kinds = fc.constantFrom(
      { header: POLLS, fields: ['a', 'active', '2023-01-22 12:09:39 UTC'] },
      { header: HOURS, fields: ['a', '0', '09:00', '17:00'] },
      { header: ZONES, fields: ['a', 'UTC'] },
      { header: 'store_id,timezone_str,note\n', fields: ['a', 'UTC', 'a note'] },
    );
    const quotes = fc.array(fc.tuple(fc.nat(60), fc.nat(40), fc.constantFrom('"', '""', ' "', '" ')), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(kinds, fc.integer({ min: 1, max: 60 }), quotes, async ({ header, fields }, count, strays) => {
        const lines = Array.from({ length: count }, (_, i) => [`${fields[0]}${i}`, ...fields.slice(1)].join());
        for (const [line, position, quote] of strays) {
          const text = lines[line % count]!;
          lines[line % count] = text.slice(0, position) + quote + text.slice(position);
        }
        const { rows } = await read(header, `${lines.join('\n')}\n`);
        // A row of several lines is one with a note; every other line is a row of its own.
        const numbers = rows.map(({ line }) => line);
        expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
        const spanned = numbers.map((line, i) => (numbers[i + 1] ?? count + 2) - line);
        expect(spanned.reduce((sum, lines) => sum + lines, 0)).toBe(count);
        rows.forEach((row, i) => {
          if (!header.includes('note') || 'reason' in row) expect(spanned[i]).toBe(1);
        });
        const untouched = lines.flatMap((line, i) => (line.includes('"') ? [] : [i + 2]));
        if (!header.includes('note')) {
          const taken = rows.flatMap((row) => ('reason' in row ? [] : [row.line]));
          expect(taken).toEqual(expect.arrayContaining(untouched));
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('an untidy row that is accepted', () => {
  it.each([
    ['1, Active ,2023-01-22 12:09:39 UTC', true],
    ['1,INACTIVE,2023-01-22 12:09:39', false],
    ['1,active,2023-01-22T13:09:39+01:00', true],
    ['1,active, 2023-01-22 12:09:39.000000 UTC ', true],
  ])('the poll %j', async (line, active) => {
    const { rows } = await read(POLLS, `${line}\n`);
    expect(rows).toEqual([{ line: 2, storeId: '1', at: at('2023-01-22T12:09:39Z'), active, why: null }]);
  });

  it('a poll up to five minutes ahead of the clock', async () => {
    const { rows } = await read(POLLS, '1,active,2023-01-25 18:18:22 UTC\n');
    expect(rows).toMatchObject([{ storeId: '1' }]);
  });
});
