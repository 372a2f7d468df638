import { mkdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { clearInterval, setInterval } from 'node:timers';
import { setTimeout as pause } from 'node:timers/promises';
import { inProject } from './project.js';

const LOCK = inProject('.storelight', 'launch.lock');

/** The holder touches the lock at this interval. If it is unchanged for so many checks, the lock is abandoned. */
const HEARTBEAT_INTERVAL_MS = 500;
const CHECKS_UNTIL_ABANDONED = 30;

/** Runs work that only one launch at a time may do in this folder; others wait. */
export async function withLock(work) {
  await mkdir(path.dirname(LOCK), { recursive: true });
  await acquire();
  const heartbeat = setInterval(() => void touch(), HEARTBEAT_INTERVAL_MS);
  try {
    return await work();
  } finally {
    clearInterval(heartbeat);
    await rm(LOCK, { force: true });
  }
}

async function acquire() {
  let seen;
  let checks = 0;
  let isReported = false;
  while (!(await create())) {
    const heartbeat = await lastHeartbeat();
    checks = heartbeat === seen ? checks + 1 : 1;
    seen = heartbeat;
    if (checks > CHECKS_UNTIL_ABANDONED || (await isHolderDead())) {
      await rm(LOCK, { force: true });
      continue;
    }
    if (!isReported) console.log('waiting for another launch in this folder to finish installing and building');
    isReported = true;
    await pause(HEARTBEAT_INTERVAL_MS);
  }
}

/** Another launch may have removed a lock that it took for abandoned. */
async function touch() {
  await ifExists(utimes(LOCK, new Date(), new Date()));
}

/** Undefined if the lock does not exist. */
async function ifExists(access) {
  try {
    return await access;
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
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
  return (await ifExists(stat(LOCK)))?.mtimeMs ?? 0;
}

async function isHolderDead() {
  const pid = Number.parseInt((await ifExists(readFile(LOCK, 'utf8'))) ?? '', 10);
  if (Number.isNaN(pid)) return false;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === 'ESRCH';
  }
}
