import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../../../dev/processes/command.js';

const OPERATIONS = 'docs/operations.md';

/** Runs the commands that docs/operations.md has in a block below a heading. Blocks are counted from 0. */
export async function runDocumented(
  heading: string,
  block: number,
  environment: Record<string, string>,
): Promise<void> {
  await runCommand('sh', ['-e', '-c', await documentedCommands(OPERATIONS, heading, block)], {
    env: { PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`, ...environment },
  });
}

/** Returns the commands that a document has in a block below a heading. */
export async function documentedCommands(document: string, heading: string, block: number): Promise<string> {
  const text = await readFile(document, 'utf8');
  const section = text.split(/^#+ /m).find((one) => one.startsWith(`${heading}\n`));
  const commands = [...(section ?? '').matchAll(/^```sh\n(.*?)^```$/gms)][block]?.[1];
  if (commands === undefined) throw new Error(`${document} has no block ${block} below "${heading}"`);
  return commands;
}
