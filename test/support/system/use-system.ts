import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { httpClient, type HttpClient } from '../client/http.js';
import { startWorkerProcess, type TestProcess } from './processes.js';
import { startSystem, type TestSystem, type TestSystemOptions } from './system.js';

/** The system of a spec. Its parts can be used while hooks and tests run. */
export interface UsedSystem extends Omit<TestSystem, 'stop'> {
  readonly http: HttpClient;
  /** Starts a worker as a process of its own, which is killed at the end. */
  startWorkerProcess(): Promise<TestProcess>;
}

export interface UseSystemOptions extends TestSystemOptions {
  /** Starts a new system for each test instead of one for all tests of the file. */
  readonly perTest?: boolean;
}

/** Runs one test on a system of its own, beside that of the file. */
export async function withSystem(
  options: TestSystemOptions,
  test: (system: TestSystem & { readonly http: HttpClient }) => Promise<void>,
): Promise<void> {
  const system = await startSystem(options);
  try {
    await test({ ...system, http: httpClient(system.url) });
  } finally {
    await system.stop();
  }
}

/** Starts the product on its own database, namespace and folder before the tests, and stops it after them. */
export function useSystem({ perTest = false, ...options }: UseSystemOptions = {}): UsedSystem {
  let current: TestSystem | undefined;
  const processes: TestProcess[] = [];
  const running = (): TestSystem => {
    if (current === undefined) throw new Error('the system runs only while hooks and tests do');
    return current;
  };
  const [before, after] = perTest ? [beforeEach, afterEach] : [beforeAll, afterAll];
  before(async () => {
    current = await startSystem(options);
  });
  after(async () => {
    await Promise.all(processes.splice(0).map((process) => process.kill()));
    await current?.stop();
    current = undefined;
  });
  return {
    get config() {
      return running().config;
    },
    get database() {
      return running().database;
    },
    get ownerUrl() {
      return running().ownerUrl;
    },
    get temporal() {
      return running().temporal;
    },
    get folder() {
      return running().folder;
    },
    get url() {
      return running().url;
    },
    http: httpClient(() => running().url),
    startWorker: () => running().startWorker(),
    async startWorkerProcess() {
      const process = await startWorkerProcess(running().config);
      processes.push(process);
      return process;
    },
  };
}
