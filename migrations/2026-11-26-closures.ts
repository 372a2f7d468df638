import { Migration } from '@mikro-orm/migrations';

export class Closures extends Migration {
  override name = '2026-11-26-closures';

  override up(): void {
    this.addSql(`
      create table closure (
        closure_id uuid not null,
        store_key integer references store,
        group_kind text collate "C",
        group_value text collate "C",
        kind text not null check (kind in ('closed', 'excused')),
        starts_at timestamptz check (isfinite(starts_at)),
        starts_local timestamp check (isfinite(starts_local)),
        ends_at timestamptz check (isfinite(ends_at)),
        ends_local timestamp check (isfinite(ends_local)),
        reason text,
        since_version integer not null references data_version,
        until_version integer references data_version,
        primary key (closure_id, since_version),
        check (until_version > since_version),
        check ((group_kind is null) = (group_value is null)),
        check (store_key is null or group_kind is null),
        check (num_nonnulls(starts_at, starts_local) = 1),
        check (num_nonnulls(ends_at, ends_local) <= 1),
        check (ends_at > starts_at),
        check (ends_local > starts_local),
        constraint closure_key unique nulls not distinct (closure_id, until_version)
      );
      create index closure_store on closure (store_key);
      comment on table closure is 'Stretches of time of a store, a group or, with neither, the fleet: one row for each version. Rule 21.';
      comment on column closure.kind is 'closed: no open time. excused: open time that is not held against the store.';
      comment on column closure.starts_at is 'An instant; null if it starts at starts_local on the clock of each store.';
      comment on column closure.ends_at is 'An instant; with ends_local null, too, it is open-ended.';
      comment on column closure.ends_local is 'On the clock of each store.';
      comment on column closure.reason is 'Why, for people; null if none was given.';

      alter table report_row
        add column excused_us bigint[],
        add check (cardinality(excused_us) = cardinality(up_us));
      comment on column report_row.excused_us is 'Microseconds, one for each window; null where nothing is excused. Rule 21.';

      alter table import
        drop constraint import_kind_check,
        add constraint import_kind_check
          check (kind in ('polls', 'business-hours', 'time-zones', 'special-hours', 'stores', 'closures'));
      alter table data_version
        drop constraint data_version_kind_check,
        add constraint data_version_kind_check
          check (kind in ('polls', 'business-hours', 'time-zones', 'stores', 'special-hours', 'targets', 'closures'));
    `);
  }
}
