import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../../dev/processes/command.js';
import { freePort } from '../../../dev/processes/ports.js';
import { findTemporal } from '../../../dev/temporal/temporal-binary.js';
import { SEARCH_ATTRIBUTES } from '../../../src/domain/reports/report-workflow.js';
import { readCompose, type ComposeFile } from '../../support/deployment/compose.js';
import { documentedEnvironment } from '../../support/deployment/documented-environment.js';
import { asClient, temporalAddress } from '../../support/system/temporal.js';
import { waitFor } from '../../support/wait-for.js';

let compose: ComposeFile;
let temporal: string;

beforeAll(async () => {
  compose = await readCompose(await documentedEnvironment());
  temporal = await findTemporal(() => undefined, new AbortController().signal);
});

describe('the step temporal-namespace of docker-compose.yml', () => {
  it('creates the namespace with its search attributes, and changes nothing when it runs again', async () => {
    const service = compose.services['temporal-namespace']!;
    expect(service.volumes).toEqual(['./deploy/temporal/create-namespace.sh:/create-namespace.sh:ro']);
    expect(service.command).toEqual(['sh', '/create-namespace.sh']);
    const namespace = `test-${randomUUID()}`;
    const env = {
      PATH: `${path.dirname(temporal)}${path.delimiter}${process.env.PATH}`,
      HOME: process.env.HOME,
      TEMPORAL_ADDRESS: temporalAddress(),
      TEMPORAL_NAMESPACE: namespace,
    };
    expect(Object.keys(service.environment!)).toEqual(['TEMPORAL_ADDRESS', 'TEMPORAL_NAMESPACE']);
    for (const time of ['first', 'second']) {
      await runCommand('sh', ['deploy/temporal/create-namespace.sh'], { env });
      expect([time, await registered(namespace)]).toEqual([
        time,
        {
          retentionDays: 30,
          attributes: Object.fromEntries(SEARCH_ATTRIBUTES.map(({ name, type }) => [name, TYPES[type]])),
        },
      ]);
    }
  });
});

/** Their numbers in Temporal's protocol: temporal/api/enums/v1/common.proto. */
const TYPES = { KEYWORD: 2, DATETIME: 6 } as const;

async function registered(namespace: string) {
  return asClient(temporalAddress(), async ({ connection }) => {
    const { config } = await connection.workflowService.describeNamespace({ namespace });
    const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
    const seconds = Number(config!.workflowExecutionRetentionTtl!.seconds);
    return { retentionDays: seconds / 86_400, attributes: customAttributes };
  });
}

describe('the healthcheck of Temporal in docker-compose.yml', () => {
  it('asks the server for something that it answers once it serves', async () => {
    const { test } = compose.services.temporal!.healthcheck!;
    const url = new URL(test.at(-1)!);
    expect(url.host).toBe('127.0.0.1:7243');
    const [port, httpPort] = [String(await freePort()), String(await freePort())];
    url.port = httpPort;
    const isHealthy = () =>
      fetch(url).then(
        ({ ok }) => ok,
        () => false,
      );
    expect(await isHealthy()).toBe(false);
    const args = ['server', 'start-dev', '--headless', '--ip', '127.0.0.1', '--port', port, '--http-port', httpPort];
    const server = spawn(temporal, [...args, '--log-level', 'error'], { stdio: 'ignore' });
    try {
      await waitFor('the server to be healthy', isHealthy);
    } finally {
      server.kill('SIGKILL');
      await once(server, 'exit');
    }
  });
});
