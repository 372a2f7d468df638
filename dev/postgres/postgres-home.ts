import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../processes/command.js';
import { binariesIn, installedPostgres, versionOf, type PostgresBinaries } from './postgres-binaries.js';
import { canRun, postgresAccount, type SystemAccount } from './system-account.js';

/** The binaries, the folder and the account of a server. */
export interface PostgresHome {
  readonly binaries: PostgresBinaries;
  /** Owned by the account, and not readable for others. */
  readonly folder: string;
  /** Undefined: the current user. */
  readonly account: SystemAccount | undefined;
}

/** For root's server: holds what its account can't reach in the requested folder, such as below /root. */
const SHARED_FOLDER = '/var/lib/storelight';

/** Pointer file in the requested folder. If it is gone, the user deleted the folder, so the moved data is deleted, too. */
const POINTER_FILE = 'moved-to';

/** Returns the account, and a folder and binaries that it can reach: `dir` and those of npm if possible. */
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

/** Copies the binaries once for all projects on this machine. The copy is complete or absent, even if two make it at once. */
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
