import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../processes/command.js';
import { TEMPORAL_SOURCES } from './temporal-sources.js';

/** The oldest version that was tested with this project. */
const MIN_VERSION = [1, 5] as const;

/** No Temporal server could be found or downloaded. Lists every attempt. */
export class NoTemporalError extends Error {
  constructor(tried: readonly string[]) {
    super(
      [
        'no Temporal server for this machine. Tried:',
        ...tried.map((way) => `  - ${way}`),
        'Set TEMPORAL_ADDRESS to a Temporal server, or put the "temporal" command on the PATH',
      ].join('\n'),
    );
    this.name = 'NoTemporalError';
  }
}

/** Returns a `temporal` command: on the PATH, cached, or downloaded now and cached. */
export async function findTemporal(log: (line: string) => void, signal: AbortSignal): Promise<string> {
  const tried: string[] = [];
  const kept = path.join(cacheDir(), 'temporal');
  for (const command of ['temporal', kept]) {
    const problem = await problemWith(command);
    if (problem === null) return command;
    tried.push(command === kept ? `${kept}: ${problem}` : `temporal on the PATH: ${problem}`);
  }
  log('looking for a Temporal server to download; this happens once on a machine');
  for (const { name, fetch } of TEMPORAL_SOURCES) {
    signal.throwIfAborted();
    log(name);
    try {
      await cache(kept, (folder) => fetch(folder, signal));
      return kept;
    } catch (error) {
      tried.push(`${name}: ${(error as Error).message}`);
    }
  }
  signal.throwIfAborted();
  throw new NoTemporalError(tried);
}

/** The cache is per user, so that a second clone and the tests download nothing. */
function cacheDir(): string {
  return path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'storelight');
}

/** Stores a download in the cache. It is complete there, even if another process does the same. */
async function cache(kept: string, fetch: (folder: string) => Promise<string>): Promise<void> {
  await mkdir(path.dirname(kept), { recursive: true });
  const folder = await mkdtemp(`${kept}-draft-`);
  try {
    const fetched = await fetch(folder);
    const problem = await problemWith(fetched);
    if (problem !== null) throw new Error(problem);
    await rename(fetched, kept);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function problemWith(command: string): Promise<string | null> {
  try {
    const version = await runCommand(command, ['--version']);
    const [, major, minor] = /version (\d+)\.(\d+)/.exec(version) ?? [];
    const isNewEnough = major !== undefined && Number(major) === MIN_VERSION[0] && Number(minor) >= MIN_VERSION[1];
    return isNewEnough ? null : `${version.trim()} is not ${MIN_VERSION.join('.')} or newer`;
  } catch (error) {
    return (error as Error).message;
  }
}
