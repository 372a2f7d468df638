import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Returns a path in this project. */
export function inProject(...parts) {
  return path.join(ROOT, ...parts);
}

/** The Node of the packages; the system's may be too old. */
export const NODE = inProject('node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
