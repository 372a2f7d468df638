import { createReadStream } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { DAY, type Instant } from '../../src/domain/time/instant.js';
import { generateData } from '../data/generate-data.js';
import { CALM_LOG } from '../data/poll-log.js';
import { uploadFile } from '../measure-import.js';
import type { BenchServers } from '../servers.js';
import { formatTurns, reportInTurns, type Compared, type ReportTimes } from './in-turns.js';
import { vacuum, withProduct } from './with-product.js';

/** The polls that a report reads: of its longest window, and of the reach of a poll before it. */
const READ_DAYS = 8;
const WEEKS = 26;

const POLL_FILE = 'store_status.csv';

/** One poll of so many is corrected. */
const CORRECTED = 10;

/**
 * Reports on the same stores in turns: with a week of polls, with 26 weeks of them, and with a tenth of the week's polls corrected
 * twice. The second correction takes the first one back, so that all reports are to be the same, to the byte.
 */
export async function measureHistory(stores: number): Promise<void> {
  const week = async ({ folder }: BenchServers) =>
    generate(path.join(folder, 'week'), stores, CALM_LOG.asOf, READ_DAYS);
  await withProduct('a week', week, async (short) =>
    withProduct('26 weeks', week, async (long) =>
      withProduct('a tenth corrected twice', week, async (corrected) => {
        await addEarlierPolls(long, stores);
        await correctTwice(corrected);
        const times = await reportInTurns([short, long, corrected]);
        assertSame(times);
        console.log(`\n${formatTurns(times)}\n\nall reports are the same, to the byte`);
      }),
    ),
  );
}

async function generate(folder: string, stores: number, asOf: Instant, days: number): Promise<string> {
  const log = { ...CALM_LOG, days, pollsPerDay: 24, asOf };
  await generateData(folder, { ...log, seed: 1, stores });
  return folder;
}

async function addEarlierPolls({ product, servers }: Compared, stores: number): Promise<void> {
  const days = WEEKS * 7 - READ_DAYS;
  const earlier = await generate(path.join(servers.folder, 'earlier'), stores, CALM_LOG.asOf - READ_DAYS * DAY, days);
  await uploadFile(product, 'earlier polls', path.join(earlier, POLL_FILE));
  await vacuum(servers.ownerUrl);
}

async function correctTwice({ product, servers }: Compared): Promise<void> {
  const original = path.join(servers.folder, 'week', POLL_FILE);
  const [corrected, back] = ['corrected.csv', 'back.csv'].map((name) => path.join(servers.folder, name));
  await writeFile(corrected!, await everyTenthLine(original, (line) => flip(line)));
  await writeFile(back!, await everyTenthLine(original, (line) => line));
  await uploadFile(product, 'corrections', corrected!);
  await uploadFile(product, 'corrections of these', back!);
  await vacuum(servers.ownerUrl);
}

async function everyTenthLine(file: string, write: (line: string) => string): Promise<string> {
  let [text, count] = ['', 0];
  for await (const line of createInterface(createReadStream(file))) {
    if (count === 0) text += `${line}\n`;
    else if (count % CORRECTED === 0) text += `${write(line)}\n`;
    count++;
  }
  return text;
}

function flip(line: string): string {
  return line.includes(',inactive,') ? line.replace(',inactive,', ',active,') : line.replace(',active,', ',inactive,');
}

function assertSame(times: ReadonlyMap<string, readonly ReportTimes[]>): void {
  const bytes = new Set([...times.values()].flat().map(({ sha256 }) => sha256));
  if (bytes.size !== 1) throw new Error('the reports differ');
}
