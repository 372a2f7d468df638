import { createReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

/**
 * Copies each poll file unchanged into an unlogged table of text columns, the minimum of any import. Returns the seconds.
 */
export async function measureBareCopy(ownerUrl: string, folder: string): Promise<number> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  let total = 0;
  try {
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.csv')).sort()) {
      const file = path.join(folder, name);
      const columns = await columnsOf(file);
      if (!columns.includes('timestamp_utc')) continue;
      await client.query(`create unlogged table bare (${columns.map((column) => `"${column}" text`).join(', ')})`);
      const begun = performance.now();
      await pipeline(createReadStream(file), client.query(copyFrom('copy bare from stdin (format csv, header)')));
      const seconds = (performance.now() - begun) / 1000;
      total += seconds;
      const { rows } = await client.query<{ count: string }>('select count(*) from bare');
      console.log(`bare copy of ${name}: ${rows[0]!.count} rows in ${seconds.toFixed(2)} s`);
      await client.query('drop table bare');
    }
    return total;
  } finally {
    await client.end();
  }
}

async function columnsOf(file: string): Promise<string[]> {
  const handle = await open(file);
  try {
    for await (const line of handle.readLines()) return line.split(',');
    return [];
  } finally {
    await handle.close();
  }
}
