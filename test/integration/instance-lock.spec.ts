import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { AlreadyRunningError, lockInstance } from '../../dev/processes/instance-lock.js';
import { createTestFolder, type TestFolder } from '../support/system/folder.js';

const INSTANCE = { pid: process.pid, url: 'http://127.0.0.1:3000' };

let folder: TestFolder;
let dir: string;

beforeEach(async () => {
  folder = await createTestFolder();
  dir = path.join(folder.path, 'state');
});

afterEach(() => folder.remove());

/** Another process that holds the lock. */
async function startHolder() {
  const program = `
    const { lockInstance } = await import(${JSON.stringify(path.resolve('dist/dev/processes/instance-lock.js'))});
    await lockInstance(${JSON.stringify(dir)}, { pid: process.pid, url: 'http://127.0.0.1:3001' });
    console.log('locked');
    setInterval(() => undefined, 1000);`;
  const holder = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(holder.stdout, 'data');
  return holder;
}

describe('the lock of a state folder', () => {
  it('refuses a second process, and says where the first one is', async () => {
    const holder = await startHolder();
    const second = lockInstance(dir, INSTANCE);
    await expect(second).rejects.toThrow(AlreadyRunningError);
    await expect(second).rejects.toThrow(`process ${holder.pid!}, http://127.0.0.1:3001`);
    holder.kill('SIGKILL');
    await once(holder, 'exit');
  });

  it('is free again when its holder was killed, and says that it was', async () => {
    const holder = await startHolder();
    holder.kill('SIGKILL');
    await once(holder, 'exit');
    const lock = await lockInstance(dir, INSTANCE);
    expect(lock.afterCrash).toBe(true);
    await lock.release();
  });

  it('is free again after it was released, and nothing is left over', async () => {
    const first = await lockInstance(dir, INSTANCE);
    expect(first.afterCrash).toBe(false);
    await first.release();
    const second = await lockInstance(dir, INSTANCE);
    expect(second.afterCrash).toBe(false);
    await second.release();
  });
});
