import path from 'node:path';
import { NativeConnection, Runtime } from '@temporalio/worker';
import { DEFAULT_CHUNKING } from '../../../activities/reports/report-activities.js';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from '../../../src/api.js';
import { loadConfig, type Config } from '../../../src/config/config.js';
import type { Instant } from '../../../src/domain/time/instant.js';
import { createWorker } from '../../../src/create-worker.js';
import { Database } from '../../../src/persistence/connection/database.js';
import type { ChunkingOptions } from '../../../src/persistence/reports/report-plan.js';
import { TemporalClient, temporalClientOptions } from '../../../src/temporal/client.js';
import { workerLogger } from '../../../src/temporal/worker-logger.js';
import { createTestDatabase } from './database.js';
import { createTestFolder, type TestFolder } from './folder.js';
import { NOW } from '../data/importing.js';
import { createTestNamespace, type TestTemporal } from './temporal.js';

/** The product in this process, on its own database, namespace and folder. */
export interface TestSystem {
  readonly config: Config;
  readonly database: Database;
  /** The database as its owner, for statements that change the schema. */
  readonly ownerUrl: string;
  readonly temporal: TestTemporal;
  readonly folder: TestFolder;
  /** The URL of the API. */
  readonly url: string;
  /** Starts a worker; resolves when it is ready. Stopping it waits for its activities. */
  startWorker(): Promise<{ stop(): Promise<void> }>;
  stop(): Promise<void>;
}

export interface TestSystemOptions {
  readonly clock?: () => Instant;
  /** Smaller chunks than the default, for tests with many of them. */
  readonly chunking?: ChunkingOptions;
  /** Further environment variables. With PORT, the API listens there; otherwise, on any free port. */
  readonly environment?: Readonly<Record<string, string>>;
}

const WORKFLOW_BUNDLE = path.resolve('dist/workflow-bundle.js');

export async function startSystem({
  clock = () => NOW,
  chunking = DEFAULT_CHUNKING,
  environment = {},
}: TestSystemOptions = {}): Promise<TestSystem> {
  const [created, temporal, folder] = await Promise.all([
    createTestDatabase(),
    createTestNamespace(),
    createTestFolder(),
  ]);
  const config = loadConfig({
    ...environment,
    DATABASE_URL: created.url,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
    STATE_DIR: path.join(folder.path, 'state'),
    DATA_DIR: path.join(folder.path, 'data'),
    LOG_LEVEL: 'error',
  });
  const database = await Database.open({ url: created.url, applicationName: 'test', maxConnections: 16 });
  const client = new TemporalClient(temporalClientOptions(config));
  const api: NestFastifyApplication = await createApi({ config, database, temporal: client, clock });
  await api.listen(environment.PORT === undefined ? 0 : config.port, '127.0.0.1');

  const workers = new Set<{ stop(): Promise<void> }>();
  const startWorker = async () => {
    const worker = await runWorker(config, database, clock, chunking);
    const stop = async () => {
      if (workers.delete(running)) await worker.stop();
    };
    const running = { stop };
    workers.add(running);
    return running;
  };

  return {
    config,
    database,
    ownerUrl: created.ownerUrl,
    temporal,
    folder,
    url: await api.getUrl(),
    startWorker,
    async stop() {
      await Promise.all([...workers].map((worker) => worker.stop()));
      await api.close();
      await client.close();
      await temporal.close();
      await database.close();
      await created.drop();
      await folder.remove();
    },
  };
}

let quiet = false;

async function runWorker(config: Config, database: Database, clock: () => Instant, chunking: ChunkingOptions) {
  // Some tests make activities fail; their stack traces would hide jest's output.
  if (!quiet) Runtime.install({ logger: workerLogger('error'), shutdownSignals: [] });
  quiet = true;
  const connection = await NativeConnection.connect({ address: config.temporalAddress! });
  const worker = await createWorker({ config, connection, database, clock, chunking }, WORKFLOW_BUNDLE);
  const ended = worker.run();
  return {
    async stop() {
      worker.shutdown();
      await ended;
      await connection.close();
    },
  };
}
