import { untilAborted, stopSignal } from './processes/stop-signal.js';
import { startTestServers } from './test-servers.js';

/*
 * Runs the servers of one test run, as a process of its own: it tells its parent where they are, and when the parent is
 * gone, however it ended, it stops them and removes everything.
 */
const signal = stopSignal();
const { stop, ...addresses } = await startTestServers(signal);
if (process.connected) process.send?.(addresses);
await untilAborted(signal);
await stop();
