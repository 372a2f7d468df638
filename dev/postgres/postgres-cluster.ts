import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../processes/command.js';
import type { PostgresHome } from './postgres-home.js';

export const SUPERUSER = 'storelight';

export type PostgresSettings = Readonly<Record<string, string | number>>;

const DRAFT = 'draft-';
const SETTINGS_FILE = 'storelight.conf';

/** Returns the data folder of the server. */
export function dataFolder(home: PostgresHome): string {
  return path.join(clusterFolder(home), 'data');
}

/** Creates the cluster if it does not exist (under another name until it is complete), and returns its password. */
export async function openCluster(home: PostgresHome): Promise<string> {
  const folder = clusterFolder(home);
  if (!existsSync(folder)) await rename(await draftCluster(home), folder);
  return (await readFile(passwordFile(folder), 'utf8')).trim();
}

/** Writes the settings for the next start. */
export async function writeSettings(home: PostgresHome, settings: PostgresSettings): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${`${value}`.replaceAll("'", "''")}'\n`);
  await writeFile(path.join(dataFolder(home), SETTINGS_FILE), lines.join(''));
}

async function draftCluster({ binaries, folder, account }: PostgresHome): Promise<string> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(DRAFT)) await rm(path.join(folder, name), { recursive: true, force: true });
  }
  const draft = await mkdtemp(path.join(folder, DRAFT));
  const data = path.join(draft, 'data');
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile(draft), `${randomBytes(24).toString('base64url')}\n`, { mode: 0o600 });
  if (account !== undefined) {
    for (const owned of [draft, data, passwordFile(draft)]) await chown(owned, account.uid, account.gid);
  }
  const options = [
    `--pgdata=${data}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${passwordFile(draft)}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
  ];
  await runCommand(binaries.initdb, options, { ...account, cwd: folder });
  await writeFile(path.join(data, 'postgresql.conf'), `\ninclude '${SETTINGS_FILE}'\n`, { flag: 'a' });
  return draft;
}

function clusterFolder({ folder }: PostgresHome): string {
  return path.join(folder, 'cluster');
}

function passwordFile(folder: string): string {
  return path.join(folder, 'password');
}
