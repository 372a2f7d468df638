import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from '@jest/globals';
import { DAY } from '../../src/domain/time/instant.js';
import { AuditEventRepository } from '../../src/persistence/access/audit-event.repository.js';
import { NOW } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem({ clock: () => now });
let now = NOW;

beforeAll(async () => {
  await system.startWorker();
});

/** Runs the workflow of the daily schedule. */
const drop = async (days: number) =>
  system.temporal.client.workflow.execute('dropOldAuditEvents', {
    workflowId: randomUUID(),
    taskQueue: system.config.taskQueue,
    args: [days],
  });

it('old audit events are dropped, and younger ones stay', async () => {
  const auditEvents = new AuditEventRepository(system.database);
  const record = (entityId: string) =>
    auditEvents.record({
      at: now,
      actor: { kind: 'local', id: null, hint: null },
      action: 'create',
      entity: 'store',
      entityId,
      before: null,
      after: null,
      requestId: null,
      address: null,
    });
  const kept = async () => (await auditEvents.page({}, null, 10)).map(({ entityId }) => entityId);
  await record('old');
  now += DAY;
  await record('recent');
  now += DAY;
  expect(await drop(2)).toBe(0);
  now += 1;
  expect(await drop(2)).toBe(1);
  expect(await drop(2)).toBe(0);
  expect(await kept()).toEqual(['recent']);
});
