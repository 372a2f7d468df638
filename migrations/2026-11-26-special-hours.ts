import { Migration } from '@mikro-orm/migrations';

export class SpecialHoursOfStores extends Migration {
  override name = '2026-11-26-special-hours';

  override up(): void {
    this.addSql(`
      create table special_hours (
        store_key integer not null references store,
        date date not null check (isfinite(date)),
        opens time[] not null,
        closes time[] not null,
        reason text,
        since_version integer not null references data_version,
        until_version integer references data_version,
        primary key (store_key, date, since_version),
        check (until_version > since_version),
        check (cardinality(opens) = cardinality(closes)),
        constraint special_hours_key unique nulls not distinct (store_key, date, until_version)
      );
      comment on table special_hours is 'Hours of a store on a local date, which replace what would begin on it. Rule 18.';
      comment on column special_hours.opens is 'On the store''s local clock, one for each interval; none: closed.';
      comment on column special_hours.closes is 'The closing of each interval, in the order of opens.';
      comment on column special_hours.reason is 'Why, for people; null if none was given.';

      alter table import
        drop constraint import_kind_check,
        add constraint import_kind_check check (kind in ('polls', 'business-hours', 'time-zones', 'special-hours'));
      alter table data_version
        drop constraint data_version_kind_check,
        add constraint data_version_kind_check
          check (kind in ('polls', 'business-hours', 'time-zones', 'stores', 'special-hours'));
    `);
  }
}
