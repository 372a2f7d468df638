import { Migration } from '@mikro-orm/migrations';

export class ReportKeys extends Migration {
  override name = '2026-11-23-report-keys';

  override up(): void {
    this.addSql(`
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
