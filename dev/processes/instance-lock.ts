import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** What one run tells others about itself. */
export interface Instance {
  readonly pid: number;
  /** Where its API is. */
  readonly url: string;
}

/** A folder is in use by another run. */
export class AlreadyRunningError extends Error {
  constructor(
    readonly instance: Instance,
    dir: string,
  ) {
    super(`already running on ${dir}: process ${instance.pid}, ${instance.url}`);
    this.name = 'AlreadyRunningError';
  }
}

export interface InstanceLock {
  /** The run before this one ended without a farewell: what it had started may still be there. */
  readonly afterCrash: boolean;
  release(): Promise<void>;
}

/** SQLite's result code for a file that another process has locked: https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/**
 * Takes a folder for this process alone. The lock is one of the operating system's, on a file that SQLite opens: it
 * ends with its process, so a dead one leaves nothing to clear away and no process id to mistake.
 * @throws {AlreadyRunningError}
 */
export async function lockInstance(dir: string, instance: Instance): Promise<InstanceLock> {
  await mkdir(dir, { recursive: true });
  const instanceFile = path.join(dir, 'instance.json');
  const lock = takeLock(path.join(dir, 'instance.lock'));
  if (lock === undefined) throw new AlreadyRunningError(await readInstance(instanceFile), dir);
  const afterCrash = existsSync(instanceFile);
  await writeFile(instanceFile, JSON.stringify(instance));
  return {
    afterCrash,
    async release() {
      await rm(instanceFile, { force: true });
      lock.close();
    },
  };
}

function takeLock(file: string): DatabaseSync | undefined {
  const database = new DatabaseSync(file);
  try {
    database.exec('begin exclusive');
    return database;
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return undefined;
    throw error;
  }
}

async function readInstance(note: string): Promise<Instance> {
  return JSON.parse(await readFile(note, 'utf8')) as Instance;
}
