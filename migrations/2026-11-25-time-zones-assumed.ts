import { Migration } from '@mikro-orm/migrations';

export class TimeZonesAssumed extends Migration {
  override name = '2026-11-25-time-zones-assumed';

  override up(): void {
    this.addSql(`
      alter table report_row add column time_zone_assumed boolean;
      comment on column report_row.time_zone_assumed is
        'Whether the store had no time zone in the data version of the report; null for rows from before it was recorded.';

      alter table report add column stores_with_assumed_time_zone integer;
      alter table report
        alter column stores_with_assumed_time_zone set default 0,
        add check (stores_with_assumed_time_zone between 0 and stores_done);
      comment on column report.stores_with_assumed_time_zone is
        'How many of its rows have time_zone_assumed; null for reports from before it was recorded.';

      alter table import
        add column stores_with_assumed_time_zone integer check (stores_with_assumed_time_zone >= 0);
      comment on column import.stores_with_assumed_time_zone is
        'How many stores that the file names had no time zone at its end; null if the file was not read, and for imports from before.';
    `);
  }
}
