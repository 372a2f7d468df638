import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';

/** The description of a run for other runs. */
export interface Instance {
  readonly pid: number;
  /** The URL of its API. */
  readonly url: string;
}

/** Another run uses the folder. */
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
  /** Whether the previous run ended without releasing the lock; its servers may still be running. */
  readonly afterCrash: boolean;
  release(): Promise<void>;
}

/** SQLite's result code for a locked file: https://www.sqlite.org/rescode.html#busy */
const SQLITE_BUSY = 5;

/**
 * Locks a folder for this process. It is a lock of the operating system, on a file that SQLite opens: it ends with its
 * process, so a dead process leaves no lock, and no process id that another process may have got.
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
