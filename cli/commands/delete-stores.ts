import { createInterface } from 'node:readline/promises';
import { InvalidArgumentError, type Command } from 'commander';
import type { StoreDto } from '../../src/stores/store.dto.js';
import { ApiError } from '../api-client.js';
import { FailedError, type Context } from '../context.js';
import { listStores } from './list-stores.js';
import { storePattern } from './store-pattern.js';
import { formatCount, formatCountOf, printable } from '../terminal.js';

interface DeleteOptions {
  readonly matching?: string;
  readonly dryRun?: true;
  readonly yes?: true;
}

export function addDeleteStores(stores: Command, context: () => Context): void {
  const command = stores
    .command('delete')
    .argument('[id...]', 'the stores to delete')
    .description('delete stores with their polls, hours and time zones; earlier reports stay')
    .option('--matching <pattern>', 'the stores whose whole id matches: * is any text, ? one character', parsePattern)
    .option('--dry-run', 'only print the stores that would be deleted')
    .option('--yes', 'delete without asking for the number of stores');
  command.action(async (ids: string[], options: DeleteOptions) => {
    if (ids.length > 0 === (options.matching !== undefined)) {
      command.error('error: name the stores, or a pattern by --matching', { exitCode: 2 });
    }
    await deleteStores(context(), ids, options);
  });
}

async function deleteStores(context: Context, ids: readonly string[], options: DeleteOptions): Promise<void> {
  const { terminal } = context;
  const found = options.matching === undefined ? await known(context, ids) : await matching(context, options.matching);
  if (options.dryRun) {
    print(context, found);
    terminal.print(`${countOf(found)} would be deleted`);
    return;
  }
  if (found.length === 0) throw new FailedError(`no store matches ${JSON.stringify(options.matching)}`);
  if (!options.yes) await confirm(context, found);
  for (const [index, storeId] of found.entries()) {
    terminal.progress(`${formatCount(index)} of ${countOf(found)} deleted`);
    await deleteOne(context, storeId);
  }
  terminal.clear();
  print(context, found);
  terminal.print(`${countOf(found)} deleted`);
}

/** Returns the ids, each once, if all of them are known: a mistyped id deletes nothing. */
async function known({ api }: Context, ids: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const id of new Set(ids)) found.push((await api.get<StoreDto>(pathOf(id))).storeId);
  return found;
}

async function matching({ api }: Context, pattern: string): Promise<string[]> {
  const matches = storePattern(pattern);
  const { stores } = await listStores(api, Infinity);
  return stores.map(({ storeId }) => storeId).filter(matches);
}

/** Asks for the number of stores, which nobody types by accident. */
async function confirm({ terminal, signal }: Context, storeIds: readonly string[]): Promise<void> {
  terminal.print(`${countOf(storeIds)} would be deleted, such as ${printable(storeIds[0]!)}.`);
  terminal.print('Type the number of stores to delete them:');
  const input = createInterface({ input: process.stdin, signal });
  const { value } = (await input[Symbol.asyncIterator]().next()) as { value?: string };
  input.close();
  if (value?.trim() === String(storeIds.length)) return;
  throw new FailedError(`nothing was deleted: the answer was not ${storeIds.length}. --yes deletes without asking`);
}

/** A store that somebody else has deleted meanwhile is deleted, too. */
async function deleteOne({ api }: Context, storeId: string): Promise<void> {
  try {
    await api.delete(pathOf(storeId));
  } catch (error) {
    if (!(error instanceof ApiError && error.status === 404)) throw error;
  }
}

function print({ json, print: printLine }: Context, storeIds: readonly string[]): void {
  if (json) printLine(JSON.stringify(storeIds, undefined, 2));
  else for (const storeId of storeIds) printLine(printable(storeId));
}

function countOf({ length }: readonly string[]): string {
  return formatCountOf(length, 'store');
}

function pathOf(storeId: string): string {
  return `/stores/${encodeURIComponent(storeId)}`;
}

function parsePattern(pattern: string): string {
  if (pattern === '') throw new InvalidArgumentError('an empty pattern matches no store.');
  return pattern;
}
