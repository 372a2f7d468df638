import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../../../dev/processes/command.js';

/** Runs the commands that docs/operations.md has in a block below a heading. Blocks are counted from 0. */
export async function runDocumented(
  heading: string,
  block: number,
  environment: Record<string, string>,
): Promise<void> {
  const document = await readFile('docs/operations.md', 'utf8');
  const section = document.split(/^#+ /m).find((text) => text.startsWith(`${heading}\n`));
  const commands = [...(section ?? '').matchAll(/^```sh\n(.*?)^```$/gms)][block]?.[1];
  if (commands === undefined) throw new Error(`docs/operations.md has no block ${block} below "${heading}"`);
  await runCommand('sh', ['-e', '-c', commands], {
    env: { PATH: `${path.dirname(process.execPath)}${path.delimiter}${process.env.PATH}`, ...environment },
  });
}
