import path from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import { findTemporal } from '../../dev/temporal/temporal-binary.js';
import { startTemporal } from '../../dev/temporal/temporal-server.js';
import type { Config } from '../../src/config/config.js';
import { cronOf, ensureSchedules } from '../../src/temporal/schedules.js';
import { rowsOf, zones } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';
import { asClient } from '../support/system/temporal.js';
import { waitFor } from '../support/wait-for.js';

const system = useSystem({ perTest: true });
let client: Client;

beforeEach(async () => {
  client = system.temporal.client;
});

/** A cron with seconds, which Temporal accepts and the configuration does not. */
const EVERY_SECOND = '* * * * * * *';

const schedules = async () => {
  const ids: string[] = [];
  for await (const { scheduleId } of client.schedule.list()) ids.push(scheduleId);
  return ids.sort();
};

const describeIt = () => client.schedule.getHandle('ingest-hourly').describe();
/** Creates the schedules, by default without scheduled reports. */
const ensure = (changes: Partial<Config> = {}) =>
  ensureSchedules(client, { ...system.config, reportCron: undefined, ...changes });

describe('the schedules', () => {
  it('are created once by many workers at once', async () => {
    await Promise.all(Array.from({ length: 10 }, () => ensure()));
    await waitFor('the schedules to be listed', async () => (await schedules()).length === 4);
    const { spec, action, policies, state } = await describeIt();
    expect(action).toMatchObject({ workflowType: 'ingestFolder', taskQueue: system.config.taskQueue });
    expect(policies).toMatchObject({ overlap: 'SKIP', catchupWindow: 365 * 24 * 3_600_000 });
    expect(state).toMatchObject({ paused: false, note: 'Imports what is new in the data folder' });
    expect(spec.calendars).toMatchObject([{ comment: '5 * * * *', minute: [{ start: 5, end: 5 }] }]);
  });

  it('stay as they are if nothing changed', async () => {
    await ensure();
    const { spec, action, policies, state } = await describeIt();
    await ensure();
    expect(await describeIt()).toMatchObject({ spec, action, policies, state });
  });

  it('do not run while they are paused, and run again when they are resumed', async () => {
    await ensure({ ingestCron: EVERY_SECOND });
    await system.startWorker();
    const schedule = client.schedule.getHandle('ingest-hourly');
    await waitFor('a run', async () => (await describeIt()).info.numActionsTaken >= 1);
    await schedule.pause();
    const taken = async () => (await describeIt()).info.numActionsTaken;
    const before = await taken();
    const pausedUntil = Date.now() + 3_000;
    await waitFor('scheduled times to pass', () => Date.now() > pausedUntil);
    expect(await taken()).toBe(before);
    await schedule.unpause();
    await waitFor('another run', async () => (await taken()) > before);
  });

  it('are updated without losing a pause', async () => {
    await ensure();
    await client.schedule.getHandle('ingest-hourly').pause('the files are being moved');
    await ensure({ ingestCron: '*/10 * * * *' });
    const description = await describeIt();
    expect(cronOf(description)).toBe('*/10 * * * *');
    expect(description.state).toMatchObject({ paused: true, note: 'the files are being moved' });
  });

  it('include retention as long as it is configured', async () => {
    await ensure({ pollRetentionDays: 90 });
    await waitFor('it to be listed', async () => (await schedules()).includes('retention-daily'));
    const description = await client.schedule.getHandle('retention-daily').describe();
    expect(description.action).toMatchObject({ workflowType: 'dropOldPolls', args: [90] });
    await ensure();
    await waitFor('it to be gone', async () => !(await schedules()).includes('retention-daily'));
  });

  it('describe what they do now', async () => {
    const note = async () => (await client.schedule.getHandle('retention-daily').describe()).state.note;
    await ensure({ pollRetentionDays: 90 });
    await ensure({ pollRetentionDays: 30 });
    expect(await note()).toBe('Drops months of polls that ended more than 30 days ago');
  });

  it('refuse a cron of which the server would ignore a part', async () => {
    await expect(ensure({ ingestCron: '0 0 * * MON#2' })).rejects.toThrow(
      /^INGEST_CRON is "0 0 \* \* MON#2": Temporal takes what follows "#" for a comment/,
    );
  });

  it('name the variable of a cron that the server rejects', async () => {
    await expect(ensure({ ingestCron: '99 * * * *' })).rejects.toThrow(/^INGEST_CRON is "99 \* \* \* \*": .*server/);
  });

  it("name it over a worker's connection, too", async () => {
    const connection = await NativeConnection.connect({ address: system.temporal.address });
    const worker = new Client({ connection, namespace: system.temporal.namespace });
    const refused = /^INGEST_CRON is "0 0 L \* \*": .*server.*DayOfMonth/;
    const config = { ...system.config, ingestCron: '0 0 L * *' };
    try {
      await expect(ensureSchedules(worker, config)).rejects.toThrow(refused);
      await ensure();
      await expect(ensureSchedules(worker, config)).rejects.toThrow(refused);
    } finally {
      await connection.close();
    }
  });

  it('import what is new, and never twice at once', async () => {
    await system.folder.write('data/zones.csv', zones('a,UTC'));
    await ensure({ ingestCron: EVERY_SECOND });
    // Without a worker, the first run stays open, and the next ones are skipped.
    await waitFor('runs to be skipped', async () => (await describeIt()).info.numActionsSkippedOverlap >= 2);
    expect((await describeIt()).info.numActionsTaken).toBe(1);
    await system.startWorker();
    await waitFor('the file to be imported', async () => {
      const [row] = await rowsOf(system.database, `select count(*)::integer from import where status = 'Complete'`);
      return row![0] === 1;
    });
    await waitFor('the next run', async () => (await describeIt()).info.numActionsTaken > 1);
    await client.schedule.getHandle('ingest-hourly').pause();
  });
});

describe('after an outage of the Temporal server', () => {
  it('one run starts for all that were missed', async () => {
    const dir = path.join(system.folder.path, 'temporal');
    const binary = await findTemporal(() => undefined, new AbortController().signal);
    const start = (port?: number) =>
      startTemporal({ binary, dir, state: 'kept', namespace: 'default', port, uiPort: 'none' });
    let server = await start();
    const port = Number(server.address.split(':')[1]);
    try {
      await asClient(server.address, async (own) => {
        await ensureSchedules(own, { ...system.config, ingestCron: EVERY_SECOND, reportCron: undefined });
        const schedule = own.schedule.getHandle('ingest-hourly');
        await waitFor('a first run', async () => (await schedule.describe()).info.numActionsTaken === 1);
        const [first] = (await schedule.describe()).info.recentActions;
        await own.workflow.getHandle(first!.action.workflow.workflowId).terminate();
      });
      await server.stop();
      const stoppedAt = Date.now();
      await waitFor('several runs to be missed', () => Date.now() > stoppedAt + 5_000);
      server = await start(port);
      await asClient(server.address, async (own) => {
        const schedule = own.schedule.getHandle('ingest-hourly');
        // Without a worker, the catch-up run stays open, so that later runs are skipped, too.
        const { info } = await waitFor('the missed runs to be dealt with', async () => {
          const described = await schedule.describe();
          return described.info.numActionsSkippedOverlap >= 3 && described;
        });
        expect(info.numActionsMissedCatchupWindow).toBe(0);
        const afterwards = info.recentActions.filter(({ takenAt }) => takenAt.getTime() > stoppedAt);
        expect(afterwards).toHaveLength(1);
        expect(afterwards[0]!.scheduledAt.getTime()).toBeLessThan(stoppedAt + 2_000);
      });
    } finally {
      await server.stop();
    }
  });
});
