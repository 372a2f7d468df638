import { firstKeyFile, needsKeys } from '../src/access/keys/first-key.js';
import { loadConfig, type Config } from '../src/config/config.js';
import { messageOf } from '../src/domain/error-message.js';
import { readTimeZoneData } from '../src/files/time-zone-data.js';
import { ApiClient } from '../cli/api-client.js';
import { importDataFolder } from './first-import.js';
import { newestReport, NoDataError } from './first-report.js';
import { readIfExists } from './processes/files-if-exist.js';
import { AlreadyRunningError, lockInstance, type InstanceLock } from './processes/instance-lock.js';
import { apiUrl, processEnvironment, startApplication, temporalUiUrl } from './processes/application-processes.js';
import { migrateDatabase } from './migrate-database.js';
import { openDatabase, openTemporal } from './servers.js';
import { retryWhileUnavailable } from './retry-while-unavailable.js';
import { StartError } from './start-error.js';
import { checkPorts } from './start-ports.js';
import { stopSignal, unlessAborted, untilAborted } from './processes/stop-signal.js';
import { watchApplication } from './watched/watch-application.js';
import { firstRows, printAddresses, printReport } from './summary.js';
import { createTerminal } from '../cli/terminal.js';

/*
 * The program behind `npm start`: runs the servers, the API and a worker on this machine, imports the data folder, and
 * creates a report. At the end, or after a failure, it stops everything in reverse order.
 */
const terminal = createTerminal(process.stdout);
const signal = stopSignal();
/** For `npm run dev`: the API and the worker are compiled and started again after each change. */
const isWatching = process.argv.includes('--watch');
const stops: (() => Promise<void>)[] = [];

/** Starts a server and registers its stop. A signal takes effect between two steps, which are short. */
async function step<T extends { stop(): Promise<void> }>(started: Promise<T>): Promise<T> {
  const running = await started;
  stops.push(() => running.stop());
  signal.throwIfAborted();
  return running;
}

/** Registers the stop of a server that starts while other steps run: if one of them fails, it is still waited for and stopped. */
function meanwhile<T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> {
  const stop = starting.then(
    (running) => () => running.stop(),
    () => () => Promise.resolve(),
  );
  stops.push(async () => (await stop)());
  return starting;
}

async function lock(config: Config): Promise<InstanceLock> {
  try {
    return await lockInstance(config.stateDir, { pid: process.pid, url: apiUrl(config) });
  } catch (error) {
    if (!(error instanceof AlreadyRunningError)) throw error;
    const { pid, url } = error.instance;
    throw new StartError(
      `Storelight is already running in ${config.stateDir} (process ${pid}, ${url}): stop it, or set STATE_DIR to another folder`,
    );
  }
}

async function start(config: Config): Promise<void> {
  const print = (line: string) => terminal.print(terminal.dim(line));
  const { release: timeZoneRelease } = readTimeZoneData(config.tzdataDir);
  const { afterCrash, release } = await lock(config);
  stops.push(release);
  await checkPorts(config, afterCrash);
  const temporalStarted = meanwhile(openTemporal(config, print, signal));
  const database = await step(openDatabase(config, print));
  const migrated = migrateDatabase(database);
  const [temporal] = await Promise.all([temporalStarted, migrated]);
  signal.throwIfAborted();
  print('starting the API and a worker');
  const environment = processEnvironment(config, database, temporal);
  const application = isWatching
    ? watchApplication(environment, apiUrl(config))
    : startApplication(environment, terminal);
  stops.push(() => application.stop());
  await unlessAborted(signal, application.ready);

  const client = new ApiClient(apiUrl(config), signal, await ownKey(config));
  const keyFile = needsKeys(config) ? firstKeyFile(config.stateDir) : null;
  const uiUrl = temporalUiUrl(config, temporal);
  printAddresses(terminal, { apiUrl: client.url, uiUrl, database, keyFile, timeZoneRelease });
  await fillAndReport(config, temporal.address, client);
  terminal.print('');
  terminal.print('Ctrl-C stops everything');
  await untilAborted(signal);
}

/** Returns the key for the first import and report, if the API needs one: that of the environment, or the first key. */
async function ownKey(config: Config): Promise<string | undefined> {
  const { STORELIGHT_KEY: given = '' } = process.env;
  if (given !== '' || !needsKeys(config)) return given === '' ? undefined : given;
  return (await readIfExists(firstKeyFile(config.stateDir)))?.trim();
}

/** Failures here are printed; the API keeps running. */
async function fillAndReport(config: Config, temporalAddress: string, api: ApiClient): Promise<void> {
  try {
    terminal.print('');
    terminal.print(terminal.bold(`Import of ${config.dataDir}`));
    await unlessAborted(
      signal,
      retryWhileUnavailable(signal, () => importDataFolder(config, temporalAddress, terminal)),
    );
    const report = await newestReport(api, config.pollReachHours, terminal, signal);
    printReport(terminal, config, report, await firstRows(api, report));
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof NoDataError) {
      terminal.print(
        `No polls yet. Put CSV files into ${config.dataDir}, or upload them: npm run storelight -- import FILE...`,
      );
    } else {
      terminal.print(`No report yet: ${messageOf(error)}`);
    }
  }
}

/** Stops everything, and returns the failures. A server that does not stop does not keep the others running. */
async function stopAll(): Promise<unknown[]> {
  const failures: unknown[] = [];
  for (const stop of stops.reverse()) await stop().catch((error: unknown) => failures.push(error));
  return failures;
}

const failures: unknown[] = [];
try {
  await start(loadConfig());
} catch (error) {
  if (!signal.aborted) failures.push(error);
}
if (signal.aborted) terminal.print('stopping');
failures.push(...(await stopAll()));
for (const failure of failures.reverse()) console.error(messageOf(failure));
if (failures.length > 0) process.exitCode = 1;
if (process.connected) process.disconnect();
