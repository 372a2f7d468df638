import { Migration } from '@mikro-orm/migrations';

/** What is counted in the database, since it counts for all processes: failed log-ins and running reports. */
export class Limits extends Migration {
  override name = '2026-11-26-limits';

  override up(): void {
    this.addSql(`
      create table failed_login (
        failed_login_id bigint generated always as identity primary key,
        network text not null check (network <> ''),
        at timestamptz not null,
        fingerprint integer
      );
      create index failed_login_network on failed_login (network, at);
      create index failed_login_at on failed_login (at);
      comment on table failed_login is 'Attempts to use an API key that failed within the last minutes.';
      comment on column failed_login.network is 'The IPv4 address, or the first 64 bits of the IPv6 address.';

      comment on column failed_login.fingerprint is
        'Of a text in the form of a key, a part of its hash: a program that goes on with an old key fails once. Null for others.';

      alter table report add column key_id uuid;
      create index report_running on report (key_id) where status = 'Running';
      comment on column report.key_id is
        'The API key that requested or last retried it; null if it was none, and for reports from before it was recorded.';

      create table report_reservation (
        report_id uuid primary key,
        key_id uuid,
        reserved_at timestamptz not null
      );
      comment on table report_reservation is
        'Reports that are about to run: counted with the running ones, until they are or their start has failed.';
    `);
  }
}
