import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import { inProject } from './project.js';

const LOCK = inProject('.storelight', 'launch.lock');

/** The holder shows this often that it is at work; unchanged for so many looks, the lock is nobody's. */
const HEARTBEAT_INTERVAL_MS = 500;
const CHECKS_UNTIL_ABANDONED = 30;

/** Does work that only one launch at a time may do in this folder; others wait. */
export async function withLock(work) {
  await mkdir(path.dirname(LOCK), { recursive: true });
  await acquire();
  const sign = setInterval(() => utimes(LOCK, new Date(), new Date()).catch(() => undefined), HEARTBEAT_INTERVAL_MS);
  try {
    return await work();
  } finally {
    clearInterval(sign);
    await rm(LOCK, { force: true });
  }
}

async function acquire() {
  let seen;
  let looks = 0;
  let isTold = false;
  while (!(await create())) {
    const sign = await lastHeartbeat();
    looks = sign === seen ? looks + 1 : 1;
    seen = sign;
    if (looks > CHECKS_UNTIL_ABANDONED || (await isHolderDead())) {
      await rm(LOCK, { force: true });
      continue;
    }
    if (!isTold) console.log('waiting for another launch in this folder to finish installing and building');
    isTold = true;
    await pause(HEARTBEAT_INTERVAL_MS);
  }
}

async function create() {
  try {
    await writeFile(LOCK, `${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

async function lastHeartbeat() {
  return (await stat(LOCK).catch(() => ({ mtimeMs: 0 }))).mtimeMs;
}

async function isHolderDead() {
  const pid = Number.parseInt(await readFile(LOCK, 'utf8').catch(() => ''), 10);
  if (Number.isNaN(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
