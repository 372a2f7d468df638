import { fileURLToPath } from 'node:url';
import { CommandError, lastLine, runCommand } from './processes/command.js';
import type { DatabaseServer } from './servers.js';

const MIGRATE = fileURLToPath(new URL('../src/migrate.js', import.meta.url));

/** Migrates the database in a process of its own: this one lives on, and need not keep in memory what migrations need. */
export async function migrateDatabase({ address, ownerAddress }: DatabaseServer): Promise<void> {
  const env = { ...process.env, DATABASE_URL: address, MIGRATION_DATABASE_URL: ownerAddress };
  try {
    await runCommand(process.execPath, [MIGRATE], { env });
  } catch (error) {
    throw error instanceof CommandError ? new Error(lastLine(error.output), { cause: error }) : error;
  }
}
