import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../processes/command.js';
import { binariesIn, installedPostgres, versionOf, type PostgresBinaries } from './postgres-binaries.js';
import { canRun, postgresAccount, type SystemAccount } from './system-account.js';

/** What a server runs from, in, and as. */
export interface PostgresHome {
  readonly binaries: PostgresBinaries;
  /** Belongs to the account, and nobody else can look into it. */
  readonly folder: string;
  /** Undefined: the user that we are. */
  readonly account: SystemAccount | undefined;
}

/** Where root's server keeps what its account can't reach where it was wanted, such as below /root. */
const SHARED_FOLDER = '/var/lib/storelight';

/** Left where the data was wanted. Where that folder was deleted, the data was meant to go too. */
const POINTER_FILE = 'moved-to';

/** Finds the account, and a folder and binaries that it can reach: `dir` and those of npm wherever possible. */
export async function postgresHome(dir: string, log: (line: string) => void): Promise<PostgresHome> {
  const [installed, account] = await Promise.all([installedPostgres(), postgresAccount()]);
  await mkdir(dir, { recursive: true });
  if (account === undefined) {
    await chmod(dir, 0o700);
    return { binaries: installed, folder: dir, account };
  }
  const [runsBinaries, reachesParent] = await Promise.all([
    canRun(account, [installed.initdb, '--version']),
    canRun(account, ['/bin/sh', '-c', 'cd "$1"', 'sh', path.dirname(dir)]),
  ]);
  const binaries = runsBinaries ? installed : await copyBinaries(installed);
  const folder = reachesParent && !existsSync(path.join(dir, POINTER_FILE)) ? dir : await useSharedFolder(dir, log);
  await chown(folder, account.uid, account.gid);
  await chmod(folder, 0o700);
  return { binaries, folder, account };
}

async function useSharedFolder(dir: string, log: (line: string) => void): Promise<string> {
  const folder = path.join(SHARED_FOLDER, createHash('sha256').update(dir).digest('hex').slice(0, 16));
  const note = path.join(dir, POINTER_FILE);
  if (!existsSync(note)) {
    await rm(folder, { recursive: true, force: true });
    log(`PostgreSQL runs as another user, who can't reach ${dir}: the database is kept in ${folder}`);
  }
  await createSharedFolder();
  await mkdir(folder, { recursive: true });
  await writeFile(note, `${folder}\n`);
  return folder;
}

/** The same copy serves every project on this machine. It is whole or absent, also when two make it at once. */
async function copyBinaries(installed: PostgresBinaries): Promise<PostgresBinaries> {
  const target = path.join(SHARED_FOLDER, `postgresql-${versionOf(installed)}`);
  if (existsSync(target)) return binariesIn(target);
  await createSharedFolder();
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

async function createSharedFolder(): Promise<void> {
  await mkdir(SHARED_FOLDER, { recursive: true });
  await chmod(SHARED_FOLDER, 0o755);
}
