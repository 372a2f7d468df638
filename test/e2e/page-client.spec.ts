import { execFile } from 'node:child_process';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem();
const run = promisify(execFile);

const GENERATOR = path.resolve('node_modules/@hey-api/openapi-ts/bin/run.js');
const COMMITTED = 'web/src/api';

async function filesIn(folder: string): Promise<Map<string, string>> {
  const files = (await readdir(folder, { recursive: true })).filter((name) => name.endsWith('.ts')).sort();
  return new Map(
    await Promise.all(files.map(async (name) => [name, await readFile(path.join(folder, name), 'utf8')] as const)),
  );
}

it('the client in web/src/api is the one of the OpenAPI document; `npm run client` generates it', async () => {
  const folder = path.join(system.folder.path, 'client');
  await run(process.execPath, [
    GENERATOR,
    '--silent',
    '--no-log-file',
    ...['--input', `${system.url}/openapi.json`, '--output', folder],
  ]);
  const [generated, committed] = [await filesIn(folder), await filesIn(COMMITTED)];
  expect([...committed.keys()]).toEqual([...generated.keys()]);
  for (const [name, text] of generated) expect({ name, text: committed.get(name) }).toEqual({ name, text });
});
