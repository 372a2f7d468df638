import { Client, Connection } from '@temporalio/client';
import type { Config } from '../src/config/config.js';
import { ingestFolder } from '../src/temporal/ingest-folder.js';
import { amount, type Terminal } from './terminal.js';

type FileOutcome = Awaited<ReturnType<typeof ingestFolder>>[number];

/** Imports what is new in the data folder, with a line for each file. */
export async function importDataFolder(config: Config, address: string, terminal: Terminal): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    const client = new Client({ connection, namespace: config.temporalNamespace });
    const files = await ingestFolder(client, config.taskQueue, (line) => terminal.progress(line));
    const width = Math.max(...files.map(({ fileName }) => fileName.length));
    for (const file of files) terminal.print(`  ${file.fileName.padEnd(width)}  ${whatBecameOf(file)}`);
  } finally {
    await connection.close();
  }
}

function whatBecameOf({ status, kind, error, ...counts }: FileOutcome): string {
  if (status === 'Failed') return `not imported: ${error ?? 'for an unknown reason'}`;
  if (status === 'Unchanged' && error !== null) return `as it was when it was refused: ${error}`;
  if (status === 'Waiting') return 'still being written: its last line has no end yet';
  if (status === 'Unchanged') return 'as it was when it was last imported';
  const parts = [
    `${amount(counts.inserted)} new`,
    ...(counts.unchanged > 0 ? [`${amount(counts.unchanged)} known`] : []),
    ...(counts.corrected > 0 ? [`${amount(counts.corrected)} corrected`] : []),
    ...(counts.rejected > 0 ? [`${amount(counts.rejected)} rejected`] : []),
  ];
  return `${kind ?? 'data'}: ${amount(counts.rowsRead)} rows, ${parts.join(', ')}`;
}
