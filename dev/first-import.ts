import { Client, Connection } from '@temporalio/client';
import type { Config } from '../src/config/config.js';
import { importFolder } from '../src/temporal/folder-import.js';
import { formatImportResult } from '../cli/commands/import.js';
import type { Terminal } from '../cli/terminal.js';

type FileOutcome = Awaited<ReturnType<typeof importFolder>>[number];

/** Imports what is new in the data folder, and prints a line for each file. */
export async function importDataFolder(config: Config, address: string, terminal: Terminal): Promise<void> {
  const connection = await Connection.connect({ ...config.temporalCredentials, address });
  try {
    const client = new Client({ connection, namespace: config.temporalNamespace });
    const files = await importFolder(client, config.taskQueue, (line) => terminal.progress(line));
    const width = Math.max(...files.map(({ fileName }) => fileName.length));
    for (const file of files) terminal.print(`  ${file.fileName.padEnd(width)}  ${lineOf(file)}`);
  } finally {
    await connection.close();
  }
}

function lineOf(outcome: FileOutcome): string {
  const { status, error } = outcome;
  if (status === 'Waiting') return 'still being written: its last line has no end yet';
  if (status === 'Unchanged' && error !== null) return `as it was when it was refused: ${error}`;
  return status === 'Unchanged' ? 'as it was when it was last imported' : formatImportResult(outcome);
}
