import { setTimeout as pause } from 'node:timers/promises';
import { isGrpcServiceError, type OperatorService, type WorkflowService } from '@temporalio/client';
import { SEARCH_ATTRIBUTES } from '../domain/report-search-attributes.js';

/** What of a connection this needs: a client's has it, and a worker's. */
export interface NamespaceAccess {
  readonly workflowService: Pick<WorkflowService, 'listWorkflowExecutions'>;
  readonly operatorService: Pick<OperatorService, 'listSearchAttributes' | 'addSearchAttributes'>;
}

/** Their numbers in Temporal's protocol: temporal/api/enums/v1/common.proto. */
const TYPES = { KEYWORD: 2, DATETIME: 6 } as const;

/** gRPC's codes: https://grpc.io/docs/guides/status-codes/ */
const INVALID_ARGUMENT = 3;

/** A query that only a namespace understands that knows all of them. */
const PROBE = SEARCH_ATTRIBUTES.map(({ name, type }) =>
  type === 'DATETIME' ? `${name} > "2000-01-01T00:00:00Z"` : `${name} = "none"`,
).join(' and ');

const REGISTRATION_TIMEOUT_MS = 30_000;
const CHECK_INTERVAL_MS = 50;

/**
 * Registers by what reports are found in a namespace, unless it knows already, and waits until it does: a workflow that sets
 * what is not known is stuck. Several workers may do so at once.
 * @throws {Error} with the commands to do it by hand, where this process may not
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
  for (const deadline = Date.now() + REGISTRATION_TIMEOUT_MS; !(await areRegistered(connection, namespace));) {
    if (Date.now() > deadline) throw new Error(manualInstructions(namespace, 'they are still not known'));
    await pause(CHECK_INTERVAL_MS);
  }
}

async function areRegistered({ workflowService }: NamespaceAccess, namespace: string): Promise<boolean> {
  try {
    await workflowService.listWorkflowExecutions({ namespace, pageSize: 1, query: PROBE });
    return true;
  } catch (error) {
    if (codeOf(error) === INVALID_ARGUMENT) return false;
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

/** A worker's connection wraps what the server says. */
function codeOf(error: unknown): number | undefined {
  for (let current = error; Error.isError(current); current = current.cause) {
    if (isGrpcServiceError(current)) return current.code;
    if ('code' in current && typeof current.code === 'number') return current.code;
  }
  return undefined;
}

function manualInstructions(namespace: string, reason: unknown): string {
  const commands = SEARCH_ATTRIBUTES.map(({ name, type }) => {
    const readable = type === 'DATETIME' ? 'Datetime' : 'Keyword';
    return `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${readable}`;
  });
  const why = Error.isError(reason) ? reason.message : String(reason);
  return `the search attributes of reports can't be registered in the namespace ${namespace} (${why}): run ${commands.join(' && ')}`;
}
