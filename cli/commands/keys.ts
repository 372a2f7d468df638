import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { Option, type Command } from 'commander';
import type { CreatedKeyDto, KeyDto } from '../../src/access/keys/api-key.dto.js';
import { FailedError, printTable, type Context } from '../context.js';
import { printable } from '../terminal.js';
import { parseWholeNumber } from '../whole-number.js';

const ROLES = ['reader', 'operator', 'admin', 'ingest'];

const DAY_MS = 86_400_000;

interface CreateOptions {
  readonly role: string;
  readonly stores?: string[];
  readonly expiresInDays?: number;
  readonly local?: true;
}

export function addKeys(program: Command, context: () => Context): void {
  const keys = program.command('keys').description('Show the API keys; make, rotate or revoke one');
  keys
    .command('list', { isDefault: true })
    .description('show them (default)')
    .action(() => list(context()));
  keys
    .command('create')
    .argument('<name>', 'what it is for')
    .description('make one, and print its secret, which is shown only then')
    .addOption(new Option('--role <role>', 'what it may do').choices(ROLES).makeOptionMandatory())
    .option('--stores <id...>', 'the stores that it is limited to; all of them unless given')
    .option('--expires-in-days <days>', 'when it ends; never unless given', parseWholeNumber)
    .option('--local', 'in the database of DATABASE_URL, or of npm start: for the first key, and for a lost one')
    .action((name: string, options: CreateOptions) => create(context(), name, options));
  keys
    .command('rotate')
    .argument('<id>')
    .description('replace one by a new one of the same role, and print the secret of that')
    .option('--overlap-hours <hours>', 'the old one works so many hours more; 24 unless given', parseHours)
    .action((id: string, { overlapHours }: { overlapHours?: number }) => rotate(context(), id, overlapHours));
  keys
    .command('revoke')
    .argument('<id>')
    .description('end one at once')
    .action((id: string) => revoke(context(), id));
}

async function list(context: Context): Promise<void> {
  const { items } = await context.api.get<{ items: KeyDto[] }>('/keys');
  if (context.json) {
    context.print(JSON.stringify(items, undefined, 2));
    return;
  }
  printTable(context, [['KEY', 'HINT', 'ROLE', 'NAME', 'STORES', 'LAST USE', ''], ...items.map(toRow)]);
}

function toRow({ keyId, hint, role, name, stores, lastUsedAt, revokedAt, expiresAt }: KeyDto): string[] {
  const end = revokedAt === null ? (expiresAt === null ? '' : `until ${expiresAt}`) : `revoked ${revokedAt}`;
  const limit = stores === null ? 'all' : String(stores.length);
  return [keyId, hint, role, printable(name), limit, lastUsedAt ?? 'never', end];
}

async function create(context: Context, name: string, options: CreateOptions): Promise<void> {
  const { role, stores, expiresInDays, local } = options;
  const request = {
    name,
    role,
    ...(stores === undefined ? {} : { stores }),
    ...(expiresInDays === undefined ? {} : { expiresAt: new Date(Date.now() + expiresInDays * DAY_MS).toISOString() }),
  };
  print(context, local ? createInDatabase(request) : await context.api.post<CreatedKeyDto>('/keys', request));
}

async function rotate(context: Context, id: string, overlapHours: number | undefined): Promise<void> {
  const body = overlapHours === undefined ? {} : { overlapHours };
  print(context, await context.api.post<CreatedKeyDto>(`/keys/${encodeURIComponent(id)}/rotate`, body));
}

async function revoke(context: Context, id: string): Promise<void> {
  await context.api.delete(`/keys/${encodeURIComponent(id)}`);
  if (context.json) context.print(JSON.stringify({ keyId: id, revoked: true }, undefined, 2));
  else context.print(`${id}  revoked`);
}

/** The secret alone is the result, so that a script can take it; the rest goes to the error output. */
function print(context: Context, created: CreatedKeyDto): void {
  if (context.json) {
    context.print(JSON.stringify(created, undefined, 2));
    return;
  }
  const { keyId, role, name, secret } = created;
  context.terminal.print(`${keyId}  ${role}  ${printable(name)}; its secret is shown only now:`);
  context.print(secret);
}

/** Has a program make a key that may use the database, which this one may not. */
function createInDatabase(request: object): CreatedKeyDto {
  const program = (process.env.DATABASE_URL ?? '') === '' ? '../../dev/create-key.js' : '../../src/create-key.js';
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [fileURLToPath(new URL(program, import.meta.url)), JSON.stringify(request)],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new FailedError(stderr.trim());
  return JSON.parse(stdout) as CreatedKeyDto;
}

/** Zero is a whole number of hours, too. */
function parseHours(text: string): number {
  return text === '0' ? 0 : parseWholeNumber(text);
}
