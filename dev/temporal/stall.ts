import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { sizeIfExists } from '../processes/files-if-exist.js';

const CHECKS = 10;

/** Runs work that fills a folder, and aborts it when the folder has not grown for `stalledAfterMs`. */
export async function abortWhenStalled<T>(
  folder: string,
  stalledAfterMs: number,
  work: (stalled: AbortSignal) => Promise<T>,
): Promise<T> {
  const stalled = new AbortController();
  let size = 0;
  let idleChecks = 0;
  const check = async () => {
    const now = await sizeOf(folder);
    idleChecks = now > size ? 0 : idleChecks + 1;
    size = now;
    if (idleChecks >= CHECKS) stalled.abort(new Error(`nothing came for ${stalledAfterMs / 1000} s`));
  };
  const timer = setInterval(() => void check(), stalledAfterMs / CHECKS);
  try {
    return await work(stalled.signal);
  } finally {
    clearInterval(timer);
  }
}

async function sizeOf(folder: string): Promise<number> {
  const names = await readdir(folder);
  const sizes = await Promise.all(names.map((name) => sizeIfExists(path.join(folder, name))));
  return sizes.reduce((sum, one) => sum + one, 0);
}
