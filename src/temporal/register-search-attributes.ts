import { setTimeout as pause } from 'node:timers/promises';
import type { OperatorService, WorkflowService } from '@temporalio/client';
import { messageOf } from '../domain/error-message.js';
import { SEARCH_ATTRIBUTES } from '../domain/reports/report-workflow.js';
import { GRPC_STATUS, grpcStatusOf } from './grpc-errors.js';

/** The services of a connection that this needs; those of clients and of workers have them. */
export interface NamespaceAccess {
  readonly workflowService: Pick<WorkflowService, 'listWorkflowExecutions'>;
  readonly operatorService: Pick<OperatorService, 'listSearchAttributes' | 'addSearchAttributes'>;
}

/** Their numbers in Temporal's protocol: temporal/api/enums/v1/common.proto. */
const TYPES = { KEYWORD: 2, DATETIME: 6 } as const;

/** A query that the server rejects unless all of the attributes are registered. */
const PROBE = SEARCH_ATTRIBUTES.map(({ name, type }) =>
  type === 'DATETIME' ? `${name} > "2000-01-01T00:00:00Z"` : `${name} = "none"`,
).join(' and ');

const REGISTRATION_TIMEOUT_MS = 30_000;
const CHECK_INTERVAL_MS = 50;

/**
 * Registers the search attributes of reports in a namespace, and waits until they are usable: a workflow that sets an
 * unregistered attribute is stuck. Several workers may do so at once.
 * @throws {Error} with the commands to run by hand, if this process lacks the permission
 */
export async function ensureSearchAttributes(connection: NamespaceAccess, namespace: string): Promise<void> {
  if (await areRegistered(connection, namespace)) return;
  try {
    await register(connection, namespace);
  } catch (error) {
    if (!(await areRegistered(connection, namespace))) {
      throw new Error(manualInstructions(namespace, error), { cause: error });
    }
  }
  const startedAt = performance.now();
  while (!(await areRegistered(connection, namespace))) {
    if (performance.now() - startedAt > REGISTRATION_TIMEOUT_MS) {
      throw new Error(manualInstructions(namespace, 'they are still not known'));
    }
    await pause(CHECK_INTERVAL_MS);
  }
}

async function areRegistered({ workflowService }: NamespaceAccess, namespace: string): Promise<boolean> {
  try {
    await workflowService.listWorkflowExecutions({ namespace, pageSize: 1, query: PROBE });
    return true;
  } catch (error) {
    if (grpcStatusOf(error) === GRPC_STATUS.INVALID_ARGUMENT) return false;
    throw error;
  }
}

async function register({ operatorService }: NamespaceAccess, namespace: string): Promise<void> {
  const { customAttributes } = await operatorService.listSearchAttributes({ namespace });
  const missing = SEARCH_ATTRIBUTES.filter(({ name }) => customAttributes[name] === undefined);
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(missing.map(({ name, type }) => [name, TYPES[type]]));
  await operatorService.addSearchAttributes({ namespace, searchAttributes });
}

function manualInstructions(namespace: string, reason: unknown): string {
  const commands = SEARCH_ATTRIBUTES.map(({ name, type }) => {
    const readable = type === 'DATETIME' ? 'Datetime' : 'Keyword';
    return `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${readable}`;
  });
  return `the search attributes of reports can't be registered in the namespace ${namespace} (${messageOf(reason)}): run ${commands.join(' && ')}`;
}
