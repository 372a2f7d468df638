import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { AuditEventRow } from '../access/audit-event.entity.js';
import { Import } from '../imports/import.entity.js';
import { Report } from '../reports/report.entity.js';
import { SourceFile } from '../imports/source-file.entity.js';
import { migrations } from '../../../migrations/index.js';
import { ExpectedError } from '../../domain/expected-error.js';
import { tlsOptions } from './database-tls.js';
import { checkBackendActive, destroyWhenUnresponsive } from './connection-watchdog.js';

export interface DatabaseOptions {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly maxConnections: number;
  readonly connectTimeoutMs?: number;
  /** Undefined: statements may take as long as they need. */
  readonly statementTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 3_000;

/** After so long without a byte, a second connection checks whether the server still executes the statement. */
const SILENCE_MS = 15_000;

/**
 * Instants as ISO text in UTC. With the keepalives, the server notices within a minute that a client's machine is gone;
 * otherwise it would keep the client's locks for hours.
 */
const SESSION_OPTIONS =
  '-c TimeZone=UTC -c DateStyle=ISO ' +
  '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';

const isNeverActive = async () => false;

/** The database: entities through MikroORM, SQL statements through the same pool of connections. */
export class Database {
  private constructor(
    /** For connections outside of the pool. */
    readonly url: string,
    readonly orm: MikroORM,
    private readonly pool: Pool,
  ) {}

  static async open({
    url,
    applicationName,
    maxConnections,
    connectTimeoutMs = CONNECT_TIMEOUT_MS,
    statementTimeoutMs,
  }: DatabaseOptions): Promise<Database> {
    const orm = await MikroORM.init({
      clientUrl: url,
      entities: [AuditEventRow, Import, Report, SourceFile],
      extensions: [Migrator],
      migrations: { migrationsList: migrations, tableName: 'migration', snapshot: false, silent: true },
      // No query here: a process can start while the server is down.
      ensureDatabase: false,
      pool: { min: 0, max: maxConnections },
      driverOptions: {
        application_name: applicationName,
        connectionTimeoutMillis: connectTimeoutMs,
        keepAlive: true,
        options: SESSION_OPTIONS,
        ssl: tlsOptions(url),
        ...(statementTimeoutMs === undefined
          ? { onConnect: (client: ClientBase) => destroyWhenUnresponsive(client, SILENCE_MS, checkBackendActive(url)) }
          : {
              statement_timeout: statementTimeoutMs,
              // By then the server would have sent the timeout error.
              onConnect: (client: ClientBase) =>
                destroyWhenUnresponsive(client, statementTimeoutMs + connectTimeoutMs, isNeverActive),
            }),
      },
    });
    const pool = await orm.em.getConnection().getNativeClient();
    return new Database(url, orm, pool);
  }

  /** Returns a new entity manager: one for each request or activity. */
  em(): EntityManager {
    return this.orm.em.fork();
  }

  /** Runs `work` with a connection of its own. After an unexpected error, the connection is closed. */
  async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let isUsable = false;
    try {
      const result = await work(client);
      isUsable = true;
      return result;
    } catch (error) {
      isUsable = error instanceof ExpectedError;
      throw error;
    } finally {
      client.release(!isUsable);
    }
  }

  /** Yields what `read` does with a connection of its own. It is closed if reading does not come to its end. */
  async *streamWithClient<T>(read: (client: PoolClient) => AsyncGenerator<T>): AsyncGenerator<T> {
    const client = await this.pool.connect();
    let isUsable = false;
    try {
      yield* read(client);
      isUsable = true;
    } finally {
      client.release(!isUsable);
    }
  }

  /** Runs `work` in a transaction. An expected error rolls it back; any other closes the connection, which does so, too. */
  async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return this.withClient(async (client) => {
      await client.query('begin');
      try {
        const result = await work(client);
        await client.query('commit');
        return result;
      } catch (error) {
        if (error instanceof ExpectedError) await client.query('rollback');
        throw error;
      }
    });
  }

  async close(): Promise<void> {
    await this.orm.close(true);
  }
}
