import { Migration } from '@mikro-orm/migrations';

export class TimeZoneData extends Migration {
  override name = '2026-11-25-time-zone-data';

  override up(): void {
    this.addSql(`
      alter table report
        add column time_zone_release text check (time_zone_release <> ''),
        add column remade_from uuid,
        add column remade_from_release text,
        add check (remade_from is null or trigger = 'remake'),
        add check (remade_from_release is null or remade_from is not null);
      comment on column report.time_zone_release is
        'The release of the time zone data with which its rows are computed; null for reports from before it was recorded.';
      comment on column report.remade_from is
        'The report that a remake makes again. It may have been dropped since. Null for remakes from before it was recorded.';
      comment on column report.remade_from_release is 'Its time_zone_release.';
    `);
  }
}
