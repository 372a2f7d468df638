import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { keepServer } from '../../dev/processes/kept-server.js';
import { isAlive, stopProcess } from '../../dev/processes/process-by-id.js';
import { waitFor } from '../support/wait-for.js';

/** Starts a process that runs until it is stopped. */
async function startProcess() {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => undefined, 1000)'], { stdio: 'ignore' });
  await once(child, 'spawn');
  return { pid: child.pid!, stop: () => stopProcess(child.pid!, 2_000) };
}

describe('a kept server', () => {
  it('is started again with growing delays, also when a start fails, until it is stopped', async () => {
    const printed: string[] = [];
    const pids: number[] = [];
    const previous: (number | undefined)[] = [];
    let failures = 0;
    const server = await keepServer({
      name: 'It',
      print: (line) => printed.push(line),
      start: async (before: { pid: number; stop(): Promise<void> } | undefined) => {
        if (before !== undefined && failures++ === 0) throw new Error('It did not start: the disk is full');
        previous.push(before?.pid);
        const started = await startProcess();
        pids.push(started.pid);
        return started;
      },
    });
    process.kill(pids[0]!, 'SIGKILL');
    await waitFor('it to run again', () => printed.includes('It runs again'));
    expect(printed).toEqual([
      'It ended unexpectedly; it starts again in 1 s',
      'It did not start: the disk is full; another attempt follows in 2 s',
      'It runs again',
    ]);
    process.kill(pids[1]!, 'SIGKILL');
    await waitFor('its end to be noticed', () => printed.length === 4);
    expect(printed[3]).toBe('It ended unexpectedly; it starts again in 4 s');
    await server.stop();
    expect(previous).toEqual([undefined, pids[0]]);
    expect(pids.filter(isAlive)).toEqual([]);
    expect(printed).toHaveLength(4);
  });

  it('is stopped although it was just being started again', async () => {
    const pids: number[] = [];
    const starting = Promise.withResolvers<undefined>();
    const isStopped = Promise.withResolvers<undefined>();
    const server = await keepServer({
      name: 'It',
      print: () => undefined,
      start: async (before: { pid: number; stop(): Promise<void> } | undefined) => {
        if (before !== undefined) {
          starting.resolve(undefined);
          await isStopped.promise;
        }
        const started = await startProcess();
        pids.push(started.pid);
        return started;
      },
    });
    process.kill(pids[0]!, 'SIGKILL');
    await starting.promise;
    const stopped = server.stop();
    isStopped.resolve(undefined);
    await stopped;
    expect(pids).toHaveLength(2);
    expect(pids.filter(isAlive)).toEqual([]);
  });

  it('that does not start the first time is not started again', async () => {
    await expect(
      keepServer({ name: 'It', print: () => undefined, start: () => Promise.reject(new Error('no')) }),
    ).rejects.toThrow('no');
  });
});
