import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { loadConfig, required } from './config.js';
import { ConfigError } from './config-error.js';

describe('configuration', () => {
  it('has sensible defaults', () => {
    expect(loadConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      dataDir: path.resolve('data'),
      stateDir: path.resolve('.storelight'),
      reportsDir: path.resolve('.storelight/reports'),
      uploadsDir: path.resolve('.storelight/uploads'),
      uploadLimitBytes: 2_147_483_648,
      databaseUrl: undefined,
      migrationDatabaseUrl: undefined,
      postgresPort: undefined,
      temporalAddress: undefined,
      temporalNamespace: 'default',
      temporalCredentials: {},
      temporalPort: 7233,
      temporalUiPort: 8233,
      temporalUiUrl: undefined,
      taskQueue: 'storelight',
      pollReachHours: 24,
      tzdataDir: path.resolve('tzdata/zoneinfo'),
      ingestCron: '5 * * * *',
      reportCron: '15 * * * *',
      reportMonthly: false,
      pollRetentionDays: undefined,
      reportRetentionDays: undefined,
      rejectRetentionDays: 90,
      auditRetentionDays: 730,
      logLevel: 'log',
      access: { auth: 'auto', allowedHosts: [], trustedProxies: [], corsOrigins: [] },
      limits: {
        requestsPerMinute: 30_000,
        failedLoginsPerAddress: 30,
        runningReportsPerKey: 20,
        runningReports: 100,
        webSocketsPerKey: 200,
        requestTimeoutSeconds: 60,
      },
    });
  });

  it('keeps reports under STATE_DIR unless REPORTS_DIR says otherwise', () => {
    expect(loadConfig({ STATE_DIR: '/srv/a' }).reportsDir).toBe('/srv/a/reports');
    expect(loadConfig({ STATE_DIR: '/srv/a', REPORTS_DIR: '/srv/b' }).reportsDir).toBe('/srv/b');
  });

  it('has a monthly report if it is set, and then keeps the polls that it needs', () => {
    expect(loadConfig({}).reportMonthly).toBe(false);
    expect(loadConfig({ REPORT_MONTHLY: 'on', POLL_RETENTION_DAYS: '33' })).toMatchObject({
      reportMonthly: true,
      pollRetentionDays: 33,
    });
    expect(loadConfig({ POLL_RETENTION_DAYS: '32' }).pollRetentionDays).toBe(32);
    expect(() => loadConfig({ REPORT_MONTHLY: 'on', POLL_RETENTION_DAYS: '32' })).toThrow(
      'POLL_RETENTION_DAYS is "32": beside REPORT_MONTHLY=on it must be 33 or more',
    );
  });

  it('has no scheduled reports if REPORT_CRON is off', () => {
    expect(loadConfig({ REPORT_CRON: 'off' }).reportCron).toBeUndefined();
    expect(() => loadConfig({ INGEST_CRON: 'off' })).toThrow(ConfigError);
  });

  it('treats an empty variable as not set', () => {
    expect(loadConfig({ PORT: '', DATABASE_URL: ' ' })).toEqual(loadConfig({}));
  });

  it.each([
    ['PORT', '0', 'a whole number from 1 to 65535'],
    ['PORT', '3e3', 'a whole number from 1 to 65535'],
    ['TEMPORAL_PORT', '70000', 'a whole number from 1 to 65535'],
    ['POLL_REACH_HOURS', '0', 'a whole number from 1 to 168'],
    ['POLL_RETENTION_DAYS', '0', 'a whole number from 1 to 36500'],
    ['REPORT_RETENTION_DAYS', 'P30D', 'a whole number from 1 to 36500'],
    ['REJECT_RETENTION_DAYS', 'off', 'a whole number from 1 to 36500'],
    ['AUDIT_RETENTION_DAYS', '30', 'a whole number from 31 to 36500'],
    ['UPLOAD_LIMIT_MB', '0.5', 'a whole number from 1 to 1000000'],
    ['INGEST_CRON', 'hourly', 'such as 5 * * * *'],
    ['INGEST_CRON', '5 * * *', 'such as 5 * * * *'],
    ['INGEST_CRON', '61 * * * *', 'such as 5 * * * *'],
    ['INGEST_CRON', '0 5 * * * *', 'such as 5 * * * *'],
    ['DATABASE_URL', 'mysql://localhost/x', 'postgresql://user:password@host:5432/database'],
    ['MIGRATION_DATABASE_URL', 'mysql://localhost/x', 'postgresql://user:password@host:5432/database'],
    ['TEMPORAL_ADDRESS', 'localhost', 'host:port'],
    ['TEMPORAL_UI_URL', 'localhost:8233', 'https://temporal.example.com'],
    ['REPORT_MONTHLY', 'yes', 'one of off, on'],
    ['LOG_LEVEL', 'loud', 'one of error, warn, log, debug, verbose'],
  ])('refuses %s=%s, naming the variable, the value and what is allowed', (variable, value, allowed) => {
    const load = () => loadConfig({ [variable]: value });
    expect(load).toThrow(ConfigError);
    expect(load).toThrow(`${variable} is "${value}"`);
    expect(load).toThrow(allowed);
  });

  it('does not print the password of an invalid DATABASE_URL', () => {
    expect(() => loadConfig({ DATABASE_URL: 'mysql://me:a:secret/@b@localhost/x' })).toThrow(
      'DATABASE_URL is "mysql://',
    );
    expect(() => loadConfig({ DATABASE_URL: 'mysql://me:a:secret/@b@localhost/x' })).not.toThrow('secret');
  });

  it.each([undefined, 'postgresql://localhost/x'])(
    'needs the user of the processes beside that of migrations: %s',
    (url) => {
      const MIGRATION_DATABASE_URL = 'postgresql://owner:secret@localhost/x';
      expect(() => loadConfig({ MIGRATION_DATABASE_URL, DATABASE_URL: url })).toThrow(
        'beside MIGRATION_DATABASE_URL it must be set, with the name of a user',
      );
      const DATABASE_URL = 'postgresql://processes:secret@localhost/x';
      expect(loadConfig({ MIGRATION_DATABASE_URL, DATABASE_URL })).toMatchObject({
        databaseUrl: DATABASE_URL,
        migrationDatabaseUrl: MIGRATION_DATABASE_URL,
      });
    },
  );

  it('says which required variable is missing', () => {
    expect(() => required(loadConfig({}), 'databaseUrl')).toThrow('DATABASE_URL is not set');
    expect(() => required(loadConfig({}), 'temporalAddress')).toThrow('TEMPORAL_ADDRESS is not set');
    expect(required(loadConfig({ TEMPORAL_ADDRESS: 'a:1' }), 'temporalAddress')).toBe('a:1');
  });
});
