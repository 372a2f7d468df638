import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { ensureSearchAttributes } from '../../../src/temporal/register-search-attributes.js';
import { waitFor } from '../wait-for.js';

/** A Temporal namespace of one test, with a client for it. */
export interface TestTemporal {
  readonly address: string;
  readonly namespace: string;
  readonly client: Client;
  close(): Promise<void>;
}

export async function createTestNamespace(): Promise<TestTemporal> {
  const address = temporalAddress();
  const namespace = `test-${randomUUID()}`;
  const connection = await Connection.connect({ address });
  await connection.workflowService.registerNamespace({
    namespace,
    workflowExecutionRetentionPeriod: msToTs('1 day'),
  });
  const client = new Client({ connection, namespace });
  await waitFor('the namespace to be known everywhere', async () => {
    try {
      await client.workflowService.listWorkflowExecutions({ namespace, pageSize: 1 });
      return true;
    } catch {
      return false;
    }
  });
  await ensureSearchAttributes(connection, namespace);
  return { address, namespace, client, close: () => connection.close() };
}

/** Runs `work` with a client of a test's own server. */
export async function asClient<T>(
  address: string,
  work: (client: Client) => Promise<T>,
  namespace = 'default',
): Promise<T> {
  const connection = await Connection.connect({ address });
  try {
    return await work(new Client({ connection, namespace }));
  } finally {
    await connection.close();
  }
}

export function temporalAddress(): string {
  const address = process.env.STORELIGHT_TEST_TEMPORAL_ADDRESS;
  if (address === undefined) throw new Error('STORELIGHT_TEST_TEMPORAL_ADDRESS is not set: run the tests by npm test');
  return address;
}
