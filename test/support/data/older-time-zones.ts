import { cp, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** Makes a copy of the time zone data, as they were before the law of 2026 by which Inuvik no longer changes its clocks. */
export async function copyOlderTimeZones(from: string, folder: string): Promise<string> {
  const copy = path.join(folder, 'older time zones');
  await cp(from, copy, { recursive: true });
  const sources = path.join(copy, 'tzdata.zi');
  await writeFile(sources, (await readFile(sources, 'utf8')).replace('# version 2026f', '# version 2026c'));
  await cp(path.join(copy, 'America/Denver'), path.join(copy, 'America/Inuvik'));
  return copy;
}
