import { Migration } from '@mikro-orm/migrations';

export class GroupsOfStores extends Migration {
  override name = '2026-11-26-groups';

  override up(): void {
    this.addSql(`
      create table store_attribute (
        store_key integer not null references store,
        name text,
        target numeric(6, 3) check (target > 0 and target <= 100),
        value_per_hour numeric(11, 2) check (value_per_hour >= 0),
        since_version integer not null references data_version,
        until_version integer references data_version,
        primary key (store_key, since_version),
        check (until_version > since_version),
        constraint store_attribute_key unique nulls not distinct (store_key, until_version)
      );
      comment on table store_attribute is 'What is said of a store beside its calendar. Rule 25.';
      comment on column store_attribute.target is 'In per cent of the observed open time; null: that of its groups, or the default.';
      comment on column store_attribute.value_per_hour is 'What an open hour is worth, in a currency of the user''s.';

      create table store_group (
        store_key integer not null references store,
        kind text collate "C" not null,
        value text collate "C" not null,
        since_version integer not null references data_version,
        until_version integer references data_version,
        primary key (store_key, kind, since_version),
        check (until_version > since_version),
        constraint store_group_key unique nulls not distinct (store_key, kind, until_version)
      );
      create index store_group_value_index on store_group (kind, value);
      comment on table store_group is 'The groups of stores: at most one value of each kind. Rule 23.';

      create table target (
        kind text collate "C",
        value text collate "C",
        target numeric(6, 3) not null check (target > 0 and target <= 100),
        since_version integer not null references data_version,
        until_version integer references data_version,
        check (until_version > since_version),
        check ((kind is null) = (value is null)),
        constraint target_key unique nulls not distinct (kind, value, until_version)
      );
      comment on table target is 'The targets of groups in per cent, and without kind and value the default. Rule 25.';

      alter table api_key
        add column group_kind text collate "C",
        add column group_value text collate "C",
        add constraint api_key_group_check check ((group_kind is null) = (group_value is null)),
        add constraint api_key_limit_check check (stores is null or group_kind is null);
      comment on column api_key.group_kind is 'With group_value: the group that it is limited to. Null: to none.';

      alter table report
        add column group_kind text collate "C",
        add column group_value text collate "C",
        add constraint report_group_check check ((group_kind is null) = (group_value is null));
      comment on column report.group_kind is 'With group_value: it is on the stores of this group as of its data version. Null: on no group.';

      alter table import
        drop constraint import_kind_check,
        add constraint import_kind_check check (kind in ('polls', 'business-hours', 'time-zones', 'special-hours', 'stores'));
      alter table data_version
        drop constraint data_version_kind_check,
        add constraint data_version_kind_check
          check (kind in ('polls', 'business-hours', 'time-zones', 'stores', 'special-hours', 'targets'));
    `);
  }
}
