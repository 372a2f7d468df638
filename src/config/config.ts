import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { MEGABYTE } from '../domain/bytes.js';
import { MAX_REACH_HOURS } from '../domain/uptime/interpolation.js';
import { readAccessSettings, type AccessSettings } from './access-settings.js';
import { readLimitSettings, type LimitSettings } from './limit-settings.js';
import { ConfigError } from './config-error.js';
import { readOidcSettings, type OidcSettings } from './oidc-settings.js';
import { PORTS, settingReader, withoutPassword, type Range } from './setting-reader.js';
import { readTemporalSettings, type TemporalCredentials } from './temporal-settings.js';

/** The build copies the folder to dist/, beside the compiled src/. */
const BUNDLED_TIME_ZONES = fileURLToPath(new URL('../../tzdata/zoneinfo', import.meta.url));

export const LOG_LEVELS = ['error', 'warn', 'log', 'debug', 'verbose'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const RETENTION_DAYS: Range = { from: 1, to: 36_500, unit: 'a number of days' };

/** The database drops no events of the last 30 days; a day more, since its clock is another one. */
const AUDIT_RETENTION_DAYS: Range = { ...RETENTION_DAYS, from: 31 };

/** The settings from the environment. Paths are absolute. */
export interface Config {
  readonly host: string;
  readonly port: number;
  readonly dataDir: string;
  readonly stateDir: string;
  readonly reportsDir: string;
  /** Uploaded files wait here for their import. */
  readonly uploadsDir: string;
  /** The maximum size of an uploaded file. */
  readonly uploadLimitBytes: number;
  /** Undefined: `npm start` runs an embedded PostgreSQL. */
  readonly databaseUrl: string | undefined;
  /** The database as the user who owns it, for migrations. Undefined: `databaseUrl`. */
  readonly migrationDatabaseUrl: string | undefined;
  /** The embedded PostgreSQL's port. Undefined: any free one. */
  readonly postgresPort: number | undefined;
  /** Undefined: `npm start` runs a Temporal development server. */
  readonly temporalAddress: string | undefined;
  readonly temporalNamespace: string;
  readonly temporalCredentials: TemporalCredentials;
  readonly temporalPort: number;
  readonly temporalUiPort: number;
  /** The URL of Temporal's page; undefined if it is not known. */
  readonly temporalUiUrl: string | undefined;
  readonly taskQueue: string;
  readonly pollReachHours: number;
  /** A compiled time zone database, in the layout of /usr/share/zoneinfo. */
  readonly tzdataDir: string;
  /** When the data folder is imported, UTC. */
  readonly ingestCron: string;
  /** When scheduled reports are generated, UTC. Undefined: never. */
  readonly reportCron: string | undefined;
  /** Whether a report on the last month is generated on the first of each. */
  readonly reportMonthly: boolean;
  /** Months of polls that ended longer ago are dropped. Undefined: all polls are kept. */
  readonly pollRetentionDays: number | undefined;
  /** Reports that ended longer ago are dropped, except for the newest. Undefined: all reports are kept. */
  readonly reportRetentionDays: number | undefined;
  /** Rejected rows of imports that ended longer ago are dropped; their counts and reasons stay. */
  readonly rejectRetentionDays: number;
  /** Audit events that are older are dropped. */
  readonly auditRetentionDays: number;
  readonly logLevel: LogLevel;
  readonly access: AccessSettings;
  readonly limits: LimitSettings;
  /** Undefined: nobody logs in by OpenID Connect. */
  readonly oidc: OidcSettings | undefined;
}

/**
 * Reads the configuration from an environment. An empty variable counts as not set.
 * @throws {ConfigError} at the first invalid value
 */
export function loadConfig(environment: NodeJS.ProcessEnv = process.env): Config {
  const temporal = readTemporalSettings(environment);
  const read = settingReader({
    ...environment,
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: temporal.namespace,
  });
  const stateDir = path.resolve(read.text('STATE_DIR', '.storelight'));
  return {
    host: read.text('HOST', '127.0.0.1'),
    port: read.integer('PORT', 3000, PORTS),
    dataDir: path.resolve(read.text('DATA_DIR', 'data')),
    stateDir,
    reportsDir: path.resolve(read.text('REPORTS_DIR', path.join(stateDir, 'reports'))),
    uploadsDir: path.resolve(read.text('UPLOADS_DIR', path.join(stateDir, 'uploads'))),
    uploadLimitBytes: read.integer('UPLOAD_LIMIT_MB', 2_048, { from: 1, to: 1_000_000, unit: 'megabytes' }) * MEGABYTE,
    ...databaseUrls(read),
    postgresPort: read.integer('POSTGRES_PORT', undefined, PORTS),
    temporalAddress: read.address('TEMPORAL_ADDRESS'),
    temporalNamespace: read.text('TEMPORAL_NAMESPACE', 'default'),
    temporalCredentials: temporal.credentials,
    temporalPort: read.integer('TEMPORAL_PORT', 7233, PORTS),
    temporalUiPort: read.integer('TEMPORAL_UI_PORT', 8233, PORTS),
    temporalUiUrl: read.url('TEMPORAL_UI_URL', ['http:', 'https:'], 'https://temporal.example.com'),
    taskQueue: read.text('TASK_QUEUE', 'storelight'),
    pollReachHours: read.integer('POLL_REACH_HOURS', 24, { from: 1, to: MAX_REACH_HOURS, unit: 'a number of hours' }),
    tzdataDir: path.resolve(read.text('TZDATA_DIR', BUNDLED_TIME_ZONES)),
    ingestCron: read.cron('INGEST_CRON', '5 * * * *'),
    reportCron: read.cronOrOff('REPORT_CRON', '15 * * * *'),
    ...readMonthlyReport(read),
    reportRetentionDays: read.integer('REPORT_RETENTION_DAYS', undefined, RETENTION_DAYS),
    rejectRetentionDays: read.integer('REJECT_RETENTION_DAYS', 90, RETENTION_DAYS),
    auditRetentionDays: read.integer('AUDIT_RETENTION_DAYS', 730, AUDIT_RETENTION_DAYS),
    logLevel: read.oneOf('LOG_LEVEL', 'log', LOG_LEVELS),
    access: readAccessSettings(read),
    limits: readLimitSettings(read),
    oidc: readOidcSettings(read),
  };
}

/**
 * Returns a setting that a process can't do without.
 * @throws {ConfigError} if it is not set
 */
export function required(config: Config, name: 'databaseUrl' | 'temporalAddress'): string {
  const value = config[name];
  if (value !== undefined) return value;
  throw name === 'databaseUrl'
    ? new ConfigError('DATABASE_URL', undefined, 'set it to postgresql://user:password@host:5432/database')
    : new ConfigError('TEMPORAL_ADDRESS', undefined, 'set it to host:port, such as 127.0.0.1:7233');
}

/**
 * On the first of a month at noon, the report on the last one needs polls of up to a week before it began, and those are of a month
 * that ended up to 31 days and a half ago. A day more, for a run that is late.
 */
const MONTHLY_REPORT_NEEDS_DAYS = 33;

/** @throws {ConfigError} if the polls that the monthly report needs would be dropped before it is made */
function readMonthlyReport(
  read: ReturnType<typeof settingReader>,
): Pick<Config, 'reportMonthly' | 'pollRetentionDays'> {
  const reportMonthly = read.oneOf('REPORT_MONTHLY', 'off', ['off', 'on']) === 'on';
  const pollRetentionDays = read.integer('POLL_RETENTION_DAYS', undefined, RETENTION_DAYS);
  if (!reportMonthly || pollRetentionDays === undefined || pollRetentionDays >= MONTHLY_REPORT_NEEDS_DAYS) {
    return { reportMonthly, pollRetentionDays };
  }
  throw new ConfigError(
    'POLL_RETENTION_DAYS',
    String(pollRetentionDays),
    `beside REPORT_MONTHLY=on it must be ${MONTHLY_REPORT_NEEDS_DAYS} or more, since the report needs all polls of the last month`,
  );
}

/** The migration lets the user of DATABASE_URL work with the database, so it must know the name. */
function databaseUrls(read: ReturnType<typeof settingReader>): Pick<Config, 'databaseUrl' | 'migrationDatabaseUrl'> {
  const databaseUrl = read.databaseUrl('DATABASE_URL');
  const migrationDatabaseUrl = read.databaseUrl('MIGRATION_DATABASE_URL');
  if (migrationDatabaseUrl !== undefined && (databaseUrl === undefined || new URL(databaseUrl).username === '')) {
    const shown = databaseUrl === undefined ? undefined : withoutPassword(databaseUrl);
    throw new ConfigError(
      'DATABASE_URL',
      shown,
      'beside MIGRATION_DATABASE_URL it must be set, with the name of a user',
    );
  }
  return { databaseUrl, migrationDatabaseUrl };
}
