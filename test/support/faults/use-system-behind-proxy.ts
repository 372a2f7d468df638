import { afterAll, afterEach, beforeAll } from '@jest/globals';
import { importText } from '../data/importing.js';
import { madeUpPolls } from '../data/made-up-polls.js';
import { startWorkerProcess, type TestProcess } from '../system/processes.js';
import { startTcpProxy, type ProxyMode, type TcpProxy } from './tcp-proxy.js';
import { useSystem, type UsedSystem } from '../system/use-system.js';

/** A system whose only worker, a process, reaches the database through a proxy. */
export interface SystemBehindProxy {
  readonly system: UsedSystem;
  readonly proxy: Omit<TcpProxy, 'address'>;
}

/** Starts it with polls of so many stores, named `store-0` and so on. After each test the proxy passes bytes on again. */
export function useSystemBehindProxy(stores: number): SystemBehindProxy {
  let worker: TestProcess | undefined;
  let proxy: TcpProxy | undefined;
  afterEach(() => proxy?.setMode({ kind: 'as they come' }));
  afterAll(async () => {
    await worker?.kill();
    await proxy?.shut();
  });
  const system = useSystem();
  beforeAll(async () => {
    await importText(system.database, [...madeUpPolls(stores, 8)].join(''));
    const url = new URL(system.config.databaseUrl!);
    proxy = await startTcpProxy(url.hostname, Number(url.port));
    url.host = proxy.address;
    worker = await startWorkerProcess({ ...system.config, databaseUrl: url.href });
  });
  return {
    system,
    proxy: {
      get harmed() {
        return proxy!.harmed;
      },
      setMode: (mode: ProxyMode) => proxy!.setMode(mode),
      shut: () => proxy!.shut(),
      reopen: () => proxy!.reopen(),
    },
  };
}
