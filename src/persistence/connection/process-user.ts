import type { ClientBase } from 'pg';
import { parse } from 'pg-connection-string';
import { CALLED_FUNCTIONS, TABLE_PRIVILEGES } from './table-privileges.js';

/** SQLSTATEs of creating a user that exists: the second is what one of two gets that do so at the same time. */
const ALREADY_EXISTS = new Set(['42710', '23505']);
const INSUFFICIENT_PRIVILEGE = '42501';

/**
 * Lets the user of `url`, that of the API and the workers, do what they need and nothing else; creates the user if it does not
 * exist. Does nothing if it is the owner. Call it as the owner, after migrating; repeated calls change nothing.
 * @throws {Error} that says what to do, if the user can't be created or would be able to change the schema
 */
export async function setUpProcessUser(client: ClientBase, url: string): Promise<void> {
  const { user, password } = parse(url);
  const { owner, database, schema } = await currentNames(client);
  await revokeFromPublic(client);
  if (user === undefined || user === owner) return;
  await createUser(client, user, password, owner, database);
  await client.query('begin');
  try {
    await grant(client, user, database, schema);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
  await assertRestricted(client, user, schema);
}

async function currentNames(client: ClientBase) {
  const { rows } = await client.query<{ owner: string; database: string; schema: string }>(
    'select current_user as owner, current_database() as database, current_schema() as schema',
  );
  return rows[0]!;
}

/** Functions that run as the owner. Migrations revoke this, too, but a database may be restored without privileges. */
async function revokeFromPublic(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select oid::regprocedure::text as name from pg_proc
     where prosecdef and pronamespace = quote_ident(current_schema())::regnamespace
       and pg_get_userbyid(proowner) = current_user`,
  );
  for (const { name } of rows) await client.query(`revoke execute on function ${name} from public`);
}

async function createUser(
  client: ClientBase,
  user: string,
  password: string | undefined,
  owner: string,
  database: string,
): Promise<void> {
  const { rowCount } = await client.query('select from pg_roles where rolname = $1', [user]);
  if (rowCount === 1) return;
  const name = client.escapeIdentifier(user);
  try {
    await client.query(
      `create role ${name} login ${password === undefined ? '' : `password ${client.escapeLiteral(password)}`}`,
    );
  } catch (error) {
    const code = Error.isError(error) && 'code' in error ? String(error.code) : '';
    if (ALREADY_EXISTS.has(code)) return;
    if (code !== INSUFFICIENT_PRIVILEGE) throw error;
    throw new Error(
      `the database user ${name} of DATABASE_URL does not exist, and "${owner}" may not create it. Run these as an ` +
        `administrator of the database, with the password of DATABASE_URL, and migrate again: ` +
        `create role ${name} login password '...'; ` +
        `grant connect, temporary on database ${client.escapeIdentifier(database)} to ${name};`,
      { cause: error },
    );
  }
}

async function grant(client: ClientBase, user: string, database: string, schema: string): Promise<void> {
  const name = client.escapeIdentifier(user);
  const { rows } = await client.query<{ mayConnect: boolean; maySee: boolean; tables: string }>(
    `select has_database_privilege($1, current_database(), 'connect')
         and has_database_privilege($1, current_database(), 'temporary') as "mayConnect",
       has_schema_privilege($1, current_schema(), 'usage') as "maySee",
       (select string_agg(oid::regclass::text, ', ') from pg_class
        where relkind in ('r', 'p') and relnamespace = quote_ident(current_schema())::regnamespace
          and pg_get_userbyid(relowner) = current_user) as tables`,
    [user],
  );
  const { mayConnect, maySee, tables } = rows[0]!;
  // Imports stage rows in temporary tables.
  if (!mayConnect) {
    await client.query(`grant connect, temporary on database ${client.escapeIdentifier(database)} to ${name}`);
  }
  if (!maySee) await client.query(`grant usage on schema ${client.escapeIdentifier(schema)} to ${name}`);
  await client.query(`revoke all on ${tables} from ${name}`);
  for (const [table, privileges] of Object.entries(TABLE_PRIVILEGES)) {
    await client.query(`grant ${privileges} on ${table} to ${name}`);
  }
  await client.query(`select grant_poll_partition(inhrelid) from pg_inherits where inhparent = 'poll'::regclass`);
  for (const signature of CALLED_FUNCTIONS) await client.query(`grant execute on function ${signature} to ${name}`);
}

/** What the user may do can come from elsewhere, too: other roles, or privileges of everybody. */
async function assertRestricted(client: ClientBase, user: string, schema: string): Promise<void> {
  const { rows } = await client.query<{ ownerToo: string | null; mayCreate: boolean; mayForge: boolean }>(
    `select has_schema_privilege($1, current_schema(), 'create') as "mayCreate",
       has_table_privilege($1, 'audit_event', 'update, delete, truncate') as "mayForge",
       (select min(rolname) from pg_roles
        where (rolname = current_user or oid = (select datdba from pg_database where datname = current_database()))
          and pg_has_role($1, oid, 'member')) as "ownerToo"`,
    [user],
  );
  const { ownerToo, mayCreate, mayForge } = rows[0]!;
  if (ownerToo !== null) {
    throw new Error(
      `the database user "${user}" of DATABASE_URL may do all that "${ownerToo}" may: it must not be a superuser, own the ` +
        'database, or be a member of who does. Set DATABASE_URL to another user',
    );
  }
  const name = client.escapeIdentifier(user);
  if (mayForge) {
    throw new Error(
      `the database user ${name} of DATABASE_URL may change the audit trail, by a role such as pg_write_all_data or since ` +
        `everybody may: revoke that role, or run: revoke all on audit_event from public;`,
    );
  }
  if (mayCreate) {
    throw new Error(
      `the database user ${name} of DATABASE_URL may create tables. Run this as an administrator of the database, and ` +
        `migrate again: revoke create on schema ${client.escapeIdentifier(schema)} from public, ${name};`,
    );
  }
}
