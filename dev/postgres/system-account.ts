import { CommandError, runCommand } from '../processes/command.js';

/** A system user that runs a server. */
export interface SystemAccount {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';

/** Commands that create a system account: on most Linux systems, and on small ones such as Alpine. */
const CREATE_COMMANDS: readonly (readonly (readonly string[])[])[] = [
  [
    ['groupadd', '--force', '--system', NAME],
    ['useradd', '--system', '--gid', NAME, '--no-create-home', '--shell', '/sbin/nologin', NAME],
  ],
  [
    ['addgroup', '-S', NAME],
    ['adduser', '-S', '-D', '-H', '-s', '/sbin/nologin', '-G', NAME, NAME],
  ],
];

/** Returns the account that runs PostgreSQL, which refuses to run as root. Undefined: the current user. */
export async function postgresAccount(): Promise<SystemAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await find()) ?? (await create());
}

/** Whether an account can run a command. It is tried, since permissions have many sources. */
export async function canRun(account: SystemAccount, [command, ...args]: readonly string[]): Promise<boolean> {
  try {
    await runCommand(command!, args, { ...account, cwd: '/' });
    return true;
  } catch (error) {
    if (error instanceof CommandError) return false;
    throw error;
  }
}

async function find(): Promise<SystemAccount | undefined> {
  try {
    return { uid: Number(await runCommand('id', ['-u', NAME])), gid: Number(await runCommand('id', ['-g', NAME])) };
  } catch (error) {
    if (error instanceof CommandError) return undefined;
    throw error;
  }
}

async function create(): Promise<SystemAccount> {
  const failures: string[] = [];
  for (const commands of CREATE_COMMANDS) {
    try {
      for (const [command, ...args] of commands) await runCommand(command!, args);
    } catch (error) {
      failures.push((error as Error).message);
    }
    // Another process may have created it at the same time.
    const account = await find();
    if (account !== undefined) return account;
  }
  throw new Error(
    `PostgreSQL does not run as root, and no user "${NAME}" could be made for it (${failures.join('; ')}): ` +
      'run as an ordinary user, or set DATABASE_URL',
  );
}
