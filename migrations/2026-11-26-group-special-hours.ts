import { Migration } from '@mikro-orm/migrations';

export class SpecialHoursOfGroups extends Migration {
  override name = '2026-11-26-group-special-hours';

  override up(): void {
    this.addSql(`
      create table group_special_hours (
        group_kind text collate "C" not null,
        group_value text collate "C" not null,
        date date not null check (isfinite(date)),
        opens time[] not null,
        closes time[] not null,
        reason text,
        since_version integer not null references data_version,
        until_version integer references data_version,
        primary key (group_kind, group_value, date, since_version),
        check (until_version > since_version),
        check (cardinality(opens) = cardinality(closes)),
        constraint group_special_hours_key unique nulls not distinct (group_kind, group_value, date, until_version)
      );
      comment on table group_special_hours is
        'Hours of the stores of a group on a local date, for stores that have none of their own on it. Rule 18.';
      comment on column group_special_hours.opens is
        'On the local clock of each store, one for each interval; none: closed.';
      comment on column group_special_hours.closes is 'The closing of each interval, in the order of opens.';
      comment on column group_special_hours.reason is 'Why, for people; null if none was given.';
    `);
  }
}
