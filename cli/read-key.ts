import { readFileSync } from 'node:fs';
import { FailedError, resolvePath } from './context.js';

export interface KeyOptions {
  readonly key?: string;
  readonly keyFile?: string;
}

/**
 * Returns the API key of a command: of the options, else of STORELIGHT_KEY or the file of STORELIGHT_KEY_FILE; undefined if
 * none is set.
 * @throws {FailedError} if the file can't be read
 */
export function readKey({ key, keyFile }: KeyOptions, environment: NodeJS.ProcessEnv): string | undefined {
  if (key !== undefined) return key;
  if (keyFile !== undefined) return readKeyFile(keyFile);
  const { STORELIGHT_KEY: named = '', STORELIGHT_KEY_FILE: file = '' } = environment;
  if (named !== '') return named;
  return file === '' ? undefined : readKeyFile(file);
}

function readKeyFile(file: string): string {
  try {
    return readFileSync(resolvePath(file), 'utf8').trim();
  } catch (error) {
    throw new FailedError(`the key can't be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}
