import { fileURLToPath } from 'node:url';
import { createTerminal } from '../../cli/terminal.js';
import { messageOf } from '../../src/domain/error-message.js';
import { startApi, startWorker } from '../processes/application-processes.js';
import { runCommand } from '../processes/command.js';
import { stopSignal, unlessAborted, untilAborted } from '../processes/stop-signal.js';

/*
 * The program that `nest start --watch` runs after each compilation, for `npm run dev`: bundles the workflows, and runs the API
 * and a worker until it is stopped.
 */
const BUNDLE_WORKFLOWS = fileURLToPath(new URL('../../../bin/bundle-workflows.js', import.meta.url));

const signal = stopSignal();
const terminal = createTerminal(process.stdout);
const stops: (() => Promise<void>)[] = [];

async function run(): Promise<void> {
  const api = startApi(process.env, terminal);
  stops.push(() => api.stop());
  await unlessAborted(signal, Promise.all([api.ready, runCommand(process.execPath, [BUNDLE_WORKFLOWS])]));
  const worker = startWorker(process.env, terminal);
  stops.push(() => worker.stop());
  await unlessAborted(signal, worker.ready);
  await untilAborted(signal);
}

try {
  await run();
} catch (error) {
  if (!signal.aborted) {
    console.error(messageOf(error));
    process.exitCode = 1;
  }
}
for (const stop of stops.reverse()) await stop();
