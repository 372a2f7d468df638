import { untilAborted, stopSignal } from './processes/stop-signal.js';
import { startTestServers } from './test-servers.js';

/*
 * Runs the servers of one test run in a process of its own. It sends their addresses to its parent. When the parent has
 * ended, for whatever reason, it stops the servers and removes their files.
 */
const signal = stopSignal();
const { stop, ...addresses } = await startTestServers(signal);
if (process.connected) process.send?.(addresses);
await untilAborted(signal);
await stop();
