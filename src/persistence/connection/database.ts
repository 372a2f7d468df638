import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import { Migrator } from '@mikro-orm/migrations';
import type { ClientBase, Pool, PoolClient } from 'pg';
import { Import } from '../imports/import.entity.js';
import { Report } from '../reports/report.entity.js';
import { SourceFile } from '../imports/source-file.entity.js';
import { migrations } from '../../../migrations/index.js';
import { checkBackendActive, destroyWhenUnresponsive } from './connection-watchdog.js';

export interface DatabaseOptions {
  readonly url: string;
  /** Shown in pg_stat_activity. */
  readonly applicationName: string;
  readonly maxConnections: number;
  /** Milliseconds to wait for a connection. */
  readonly connectTimeoutMs?: number;
  /** Milliseconds after which a statement is given up; undefined: never. */
  readonly statementTimeoutMs?: number;
}

const CONNECT_TIMEOUT_MS = 3_000;

/** Milliseconds without a byte after which the server is asked whether it is still at work. */
const SILENCE_MS = 15_000;

/**
 * What instants look like; and that the server notices within a minute that the machine of a client is gone, whose locks it would
 * keep for hours otherwise.
 */
const SESSION_OPTIONS =
  '-c TimeZone=UTC -c DateStyle=ISO ' +
  '-c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 -c tcp_keepalives_count=3';

const isNeverActive = async () => false;

/** The database: entities through MikroORM, bulk statements through the same pool of connections. */
export class Database {
  private constructor(
    /** For connections that are not of the pool. */
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
      entities: [Import, Report, SourceFile],
      extensions: [Migrator],
      migrations: { migrationsList: migrations, tableName: 'migration', snapshot: false, silent: true },
      // Nothing is asked of the server here: a process can start while it is away.
      ensureDatabase: false,
      pool: { min: 0, max: maxConnections },
      driverOptions: {
        application_name: applicationName,
        connectionTimeoutMillis: connectTimeoutMs,
        keepAlive: true,
        options: SESSION_OPTIONS,
        ...(statementTimeoutMs === undefined
          ? { onConnect: (client: ClientBase) => destroyWhenUnresponsive(client, SILENCE_MS, checkBackendActive(url)) }
          : {
              statement_timeout: statementTimeoutMs,
              // By then the server would have said that it has given up.
              onConnect: (client: ClientBase) =>
                destroyWhenUnresponsive(client, statementTimeoutMs + connectTimeoutMs, isNeverActive),
            }),
      },
    });
    const pool = await orm.em.getConnection().getNativeClient();
    return new Database(url, orm, pool);
  }

  /** A fresh entity manager: one for each request or activity. */
  em(): EntityManager {
    return this.orm.em.fork();
  }

  /** Runs `work` with a connection of its own. A connection on which something failed is not used again. */
  async withClient<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    const client = await this.pool.connect();
    let failed = true;
    try {
      const result = await work(client);
      failed = false;
      return result;
    } finally {
      client.release(failed);
    }
  }

  /** Runs `work` in a transaction: all of it happens, or, as closing the connection undoes it, nothing. */
  async transaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
    return this.withClient(async (client) => {
      await client.query('begin');
      const result = await work(client);
      await client.query('commit');
      return result;
    });
  }

  async close(): Promise<void> {
    await this.orm.close(true);
  }
}
