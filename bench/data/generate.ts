import { performance } from 'node:perf_hooks';
import { generateData } from './generate-data.js';
import { USAGE, UsageError, parseCommand, type Command } from './generate-options.js';
import { UnusableFolder } from './known-stores.js';
import { writeSample } from './sample.js';

async function run(command: Command): Promise<void> {
  if (command.kind === 'help') {
    console.log(USAGE);
    return;
  }
  const { stores, polls } =
    command.kind === 'sample' ? await writeSample(command.out) : await generateData(command.out, command.data);
  const seconds = (performance.now() / 1000).toFixed(1);
  console.log(`${polls} polls of ${stores} stores in ${command.out} (${seconds} s)`);
}

try {
  await run(parseCommand(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError || error instanceof UnusableFolder || isSystemError(error))) throw error;
  console.error(error.message);
  if (error instanceof UsageError) console.error('--help lists the options.');
  process.exitCode = 1;
}

/** Errors such as a missing folder or a full disk need no stack trace. */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && 'syscall' in error;
}
