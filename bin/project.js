import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** The path of something in this project. */
export function inProject(...parts) {
  return path.join(ROOT, ...parts);
}

/** The Node that comes with the packages; the system's may be too old. */
export const NODE = inProject('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
