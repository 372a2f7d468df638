import { CommandError, runCommand } from '../processes/command.js';

/** A user of this machine, to run a server as. */
export interface SystemAccount {
  readonly uid: number;
  readonly gid: number;
}

const NAME = 'postgres';

/** The ways to make a system account: those of most Linux systems, and those of small ones such as Alpine. */
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

/** PostgreSQL refuses to run as root. The account to run it as: undefined is the user that we are. */
export async function postgresAccount(): Promise<SystemAccount | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  return (await find()) ?? (await create());
}

/** Whether an account can run a command. Permissions have many sources, so it is tried rather than computed. */
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
    // Found also where another process made it at the same time.
    const account = await find();
    if (account !== undefined) return account;
  }
  throw new Error(
    `PostgreSQL does not run as root, and no user "${NAME}" could be made for it (${failures.join('; ')}): ` +
      'run as an ordinary user, or set DATABASE_URL',
  );
}
