import { copyFile, readFile, rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { runCommand } from '../../../dev/processes/command.js';
import { documentedCommands } from '../system/documented-commands.js';
import { parseEnvironmentFile } from './compose.js';

/** Writes .env as docs/deployment.md says, and returns its variables. */
export async function documentedEnvironment(): Promise<Record<string, string>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'storelight env '));
  try {
    await copyFile('.env.example', path.join(folder, '.env.example'));
    const commands = await documentedCommands('docs/deployment.md', 'Start', 0);
    await runCommand('sh', ['-e', '-c', commands], { cwd: folder });
    return parseEnvironmentFile(await readFile(path.join(folder, '.env'), 'utf8'));
  } finally {
    await rm(folder, { recursive: true });
  }
}
