import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { Runtime, Worker } from '@temporalio/worker';
import { describe, expect, it } from '@jest/globals';
import { workerLogger } from '../../src/temporal/worker-logger.js';

const HISTORIES = path.resolve('test/workflows/histories');
const workflowBundle = { codePath: path.resolve('dist/workflow-bundle.js') };

Runtime.install({ logger: workerLogger('error'), shutdownSignals: [] });

const names = (await readdir(HISTORIES)).filter((name) => name.endsWith('.json'));

const historyOf = async (name: string): Promise<any> => JSON.parse(await readFile(path.join(HISTORIES, name), 'utf8'));

describe('a workflow of an earlier version continues under this one', () => {
  it.each(names)('%s', async (name) => {
    await Worker.runReplayHistory({ workflowBundle }, await historyOf(name));
  });

  it('a history that does not fit is noticed', async () => {
    const history = await historyOf('generate-report.json');
    const scheduled = history.events.find((event: any) => event.activityTaskScheduledEventAttributes !== undefined);
    scheduled.activityTaskScheduledEventAttributes.activityType.name = 'somethingElse';
    await expect(Worker.runReplayHistory({ workflowBundle }, history)).rejects.toThrow(/nondetermin/i);
  });
});
