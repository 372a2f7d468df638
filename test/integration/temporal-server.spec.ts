import path from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { isAlive } from '../../dev/processes/process-by-id.js';
import { findTemporal } from '../../dev/temporal/temporal-binary.js';
import { startTemporal } from '../../dev/temporal/temporal-server.js';
import { createTestFolder, type TestFolder } from '../support/system/folder.js';
import { asClient } from '../support/system/temporal.js';
import { waitFor } from '../support/wait-for.js';

let binary: string;
let folder: TestFolder;
let dir: string;
const started: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  binary = await findTemporal(() => undefined, new AbortController().signal);
});

beforeEach(async () => {
  folder = await createTestFolder();
  dir = path.join(folder.path, 'temporal');
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.stop()));
  await folder.remove();
});

async function start(port?: number) {
  const server = await startTemporal({ binary, dir, state: 'kept', namespace: 'stores', port, uiPort: 'none' });
  started.push(server);
  return server;
}

describe('a Temporal development server', () => {
  it('has its namespace when it starts, is gone when it stops, and keeps its state in between', async () => {
    const first = await start();
    await asClient(
      first.address,
      (client) => client.workflow.start('report', { workflowId: 'kept', taskQueue: 'none' }),
      'stores',
    );
    await first.stop();
    await waitFor('it to be gone', () => !isAlive(first.pid));
    const second = await start();
    const kept = await asClient(second.address, (client) => client.workflow.getHandle('kept').describe(), 'stores');
    expect(kept.status.name).toBe('RUNNING');
  });

  it('replaces one that a killed run left in the same folder', async () => {
    const orphan = await start();
    const second = await start(Number(orphan.address.split(':')[1]));
    await waitFor('it to be gone', () => !isAlive(orphan.pid));
    expect(isAlive(second.pid)).toBe(true);
  });

  it('does not stop another process with the same process id', async () => {
    await folder.write('temporal/temporal.process.json', JSON.stringify({ pid: process.ppid, args: ['start-dev'] }));
    await start();
    expect(isAlive(process.ppid)).toBe(true);
  });

  it('says which port is in use', async () => {
    const { address } = await start();
    const port = Number(address.split(':')[1]);
    const other = { binary, dir: path.join(folder.path, 'other'), state: 'in memory', namespace: 'default' } as const;
    await expect(startTemporal({ ...other, port, uiPort: 'none' })).rejects.toThrow(`port ${port} is in use`);
  });
});
