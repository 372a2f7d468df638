import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../processes/command.js';
import { binariesIn, installedPostgres, versionOf, type PostgresBinaries } from './postgres-binaries.js';
import { canDo, postgresAccount, type SystemAccount } from './system-account.js';

/** What a server runs from, in, and as. */
export interface PostgresHome {
  readonly binaries: PostgresBinaries;
  /** Belongs to the account, and nobody else can look into it. */
  readonly folder: string;
  /** Undefined: the user that we are. */
  readonly account: SystemAccount | undefined;
}

/** Where root's server keeps what its account can't reach where it was wanted, such as below /root. */
const REACHABLE = '/var/lib/storelight';

/** Left where the data was wanted. Where that folder was deleted, the data was meant to go too. */
const NOTE = 'moved-to';

/** Finds the account, and a folder and binaries that it can reach: `dir` and those of npm wherever possible. */
export async function postgresHome(dir: string, log: (line: string) => void): Promise<PostgresHome> {
  const [installed, account] = await Promise.all([installedPostgres(), postgresAccount()]);
  await mkdir(dir, { recursive: true });
  if (account === undefined) {
    await chmod(dir, 0o700);
    return { binaries: installed, folder: dir, account };
  }
  const [runsBinaries, reachesParent] = await Promise.all([
    canDo(account, [installed.initdb, '--version']),
    canDo(account, ['/bin/sh', '-c', 'cd "$1"', 'sh', path.dirname(dir)]),
  ]);
  const binaries = runsBinaries ? installed : await copyOf(installed);
  const folder = reachesParent && !existsSync(path.join(dir, NOTE)) ? dir : await movedFolder(dir, log);
  await chown(folder, account.uid, account.gid);
  await chmod(folder, 0o700);
  return { binaries, folder, account };
}

async function movedFolder(dir: string, log: (line: string) => void): Promise<string> {
  const folder = path.join(REACHABLE, createHash('sha256').update(dir).digest('hex').slice(0, 16));
  const note = path.join(dir, NOTE);
  if (!existsSync(note)) {
    await rm(folder, { recursive: true, force: true });
    log(`PostgreSQL runs as another user, who can't reach ${dir}: the database is kept in ${folder}`);
  }
  await makeReachable();
  await mkdir(folder, { recursive: true });
  await writeFile(note, `${folder}\n`);
  return folder;
}

/** The same copy serves every project on this machine. It is whole or absent, also when two make it at once. */
async function copyOf(installed: PostgresBinaries): Promise<PostgresBinaries> {
  const target = path.join(REACHABLE, `postgresql-${versionOf(installed)}`);
  if (existsSync(target)) return binariesIn(target);
  await makeReachable();
  const draft = await mkdtemp(`${target}.`);
  await cp(installed.root, draft, { recursive: true, verbatimSymlinks: true });
  await runCommand('chmod', ['-R', 'a+rX', draft]);
  try {
    await rename(draft, target);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(target)) throw error;
  }
  return binariesIn(target);
}

async function makeReachable(): Promise<void> {
  await mkdir(REACHABLE, { recursive: true });
  await chmod(REACHABLE, 0o755);
}
