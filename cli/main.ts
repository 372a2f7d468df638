import { constants } from 'node:os';
import { Command, CommanderError } from 'commander';
import { ApiClient, UnreachableError } from './api-client.js';
import type { Context } from './context.js';
import { addImport } from './commands/import.js';
import { addKeys } from './commands/keys.js';
import { addReport } from './commands/report.js';
import { addSchedules } from './commands/schedules.js';
import { readKey, type KeyOptions } from './read-key.js';
import { addStores } from './commands/stores.js';
import { createTerminal } from './terminal.js';

const DEFAULT_URL = 'http://127.0.0.1:3000';

/** The exit codes apart from 0. Scripts rely on them. */
const EXIT = { failed: 1, usage: 2, unreachable: 3, interrupted: 128 + constants.signals.SIGINT } as const;

const EXITS = `
Exit codes: 0 done, ${EXIT.failed} it failed or was refused, ${EXIT.usage} wrong use, ${EXIT.unreachable} nothing answers at the URL.

Results go to the output, progress and problems to the error output. From npm, say npm run -s storelight -- ...`;

const interrupted = new AbortController();
process.once('SIGINT', () => interrupted.abort());

const program = new Command('storelight')
  .description('Talks to a running Storelight.')
  .option('--url <url>', 'where its API is; else STORELIGHT_URL', process.env.STORELIGHT_URL ?? DEFAULT_URL)
  .option('--key <key>', 'the API key; better in STORELIGHT_KEY, since other users see the words of a command')
  .option('--key-file <file>', 'a file with the API key; else STORELIGHT_KEY_FILE')
  .option('--json', 'print what the API answers, as JSON, for scripts', false)
  .addHelpText('after', EXITS)
  .showHelpAfterError('(--help tells more)')
  .exitOverride();

const context = (): Context => {
  const { url, json, ...key } = program.opts<{ url: string; json: boolean } & KeyOptions>();
  return {
    api: new ApiClient(url.replace(/\/+$/, ''), interrupted.signal, readKey(key, process.env)),
    signal: interrupted.signal,
    json,
    terminal: createTerminal(process.stderr),
    print: (line) => process.stdout.write(`${line}\n`),
  };
};

for (const add of [addImport, addReport, addStores, addSchedules, addKeys]) add(program, context);

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
  if (interrupted.signal.aborted) return EXIT.interrupted;
  console.error(`storelight: ${error instanceof Error ? error.message : String(error)}`);
  return error instanceof UnreachableError ? EXIT.unreachable : EXIT.failed;
}

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
