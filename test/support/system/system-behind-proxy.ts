import { importText } from '../data/importing.js';
import { madeUpPolls } from '../data/made-up-polls.js';
import { startWorkerProcess } from './processes.js';
import { startSystem, type TestSystem } from './system.js';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.js';

/** A system whose only worker, a process, reaches the database over a line that can be bad. */
export interface SystemBehindProxy {
  readonly system: TestSystem;
  readonly line: TcpProxy;
  stop(): Promise<void>;
}

/** Begins with polls of so many stores, named `store-0` and so on. */
export async function startSystemBehindProxy(stores: number): Promise<SystemBehindProxy> {
  const system = await startSystem();
  await importText(system.database, [...madeUpPolls(stores, 8)].join(''));
  const url = new URL(system.config.databaseUrl!);
  const line = await startTcpProxy(url.hostname, Number(url.port));
  url.host = line.address;
  const worker = await startWorkerProcess({ ...system.config, databaseUrl: url.href });
  return {
    system,
    line,
    async stop() {
      await worker.kill();
      await line.shut();
      await system.stop();
    },
  };
}
