import { Migration } from '@mikro-orm/migrations';

export class ReportOrigins extends Migration {
  override name = '2026-11-23-report-origins';

  override up(): void {
    this.addSql(`
      alter table report
        add column trigger text not null default 'request' check (trigger in ('request', 'scheduled', 'remake')),
        add column scheduled_at timestamptz,
        add check ((trigger = 'scheduled') = (scheduled_at is not null));

      create table report_key (
        key text primary key check (length(key) between 1 and 255),
        report_id uuid not null unique,
        request_sha256 text not null,
        requested_at timestamptz not null
      );
      comment on table report_key is
        'Which report an Idempotency-Key stands for. Written before the report is started, which may then be done twice.';
    `);
  }
}
