import { Migration } from '@mikro-orm/migrations';

export class FirstTables extends Migration {
  override name = '2026-11-23-first-tables';

  override up(): void {
    this.addSql(`
      create table data_version (
        version integer primary key check (version > 0),
        committed_at timestamptz not null default clock_timestamp(),
        newest_poll_at timestamptz
      );
      comment on table data_version is
        'One row per committed change of the data. Allotted under a lock of this table: a visible version is complete.';
      comment on column data_version.newest_poll_at is 'Newest poll as of this version: what "latest" means.';

      create table store (
        key integer generated always as identity primary key,
        external_id text collate "C" not null unique check (length(external_id) between 1 and 255),
        since_version integer not null references data_version
      );
      comment on column store.external_id is 'The id that the world uses; opaque, ordered by its bytes.';

      create table store_time_zone (
        store_key integer not null references store,
        time_zone text not null,
        since_version integer not null references data_version,
        until_version integer references data_version,
        primary key (store_key, since_version),
        check (until_version > since_version),
        unique nulls not distinct (store_key, until_version)
      );

      create table business_hours (
        store_key integer not null references store,
        day_of_week smallint not null check (day_of_week between 0 and 6),
        opens time not null check (opens < '24:00'),
        closes time not null,
        since_version integer not null references data_version,
        until_version integer references data_version,
        primary key (store_key, day_of_week, opens, closes, since_version),
        check (until_version > since_version),
        unique nulls not distinct (store_key, day_of_week, opens, closes, until_version)
      );
      comment on column business_hours.day_of_week is '0 is Monday.';
      comment on column business_hours.opens is 'On the store''s local clock.';

      create table poll (
        at timestamptz not null,
        store_key integer not null,
        since_version integer not null,
        until_version integer,
        active boolean not null,
        check (until_version > since_version),
        unique nulls not distinct (store_key, at, until_version) include (since_version, active)
      ) partition by range (at);
      comment on table poll is
        'Partitioned by month, UTC. One index says that the current row is unique and answers a range scan alone.';

      create table import (
        import_id uuid primary key,
        file_name text not null,
        bytes bigint not null check (bytes >= 0),
        status text not null check (status in ('Running', 'Complete', 'Failed')),
        kind text check (kind in ('polls', 'business-hours', 'time-zones')),
        rows_read integer not null default 0,
        inserted integer not null default 0,
        unchanged integer not null default 0,
        corrected integer not null default 0,
        rejected integer not null default 0,
        data_version integer references data_version,
        error text,
        started_at timestamptz not null,
        finished_at timestamptz,
        check (rows_read = inserted + unchanged + corrected + rejected),
        check ((status = 'Running') = (finished_at is null)),
        check ((status = 'Failed') = (error is not null)),
        check (status <> 'Complete' or kind is not null)
      );
      create index on import (started_at desc, import_id desc);

      create table import_reject (
        import_id uuid not null references import on delete cascade,
        line integer not null,
        reason text not null,
        row text not null,
        primary key (import_id, line)
      );
      comment on column import_reject.row is 'As CSV, cut after 2,000 characters.';

      create table source_file (
        path text primary key,
        bytes bigint not null,
        modified_at timestamptz not null,
        sha256 text not null,
        import_id uuid not null references import
      );
      comment on table source_file is 'What was last imported from each file, so that an unchanged one is not read again.';

      create table report (
        report_id uuid primary key,
        status text not null check (status in ('Running', 'Complete', 'Failed', 'Cancelled')),
        requested_as_of text not null,
        store_ids jsonb,
        interpolation text not null check (interpolation in ('nearest', 'previous')),
        reach_hours integer not null check (reach_hours > 0),
        requested_at timestamptz not null,
        as_of timestamptz,
        data_version integer references data_version,
        stores_total integer,
        stores_done integer not null default 0,
        finished_at timestamptz,
        error text,
        csv_bytes bigint,
        csv_sha256 text,
        csv_rows integer,
        check ((status = 'Running') = (finished_at is null)),
        check (status <> 'Complete' or (csv_sha256 is not null and stores_done = stores_total)),
        check ((status = 'Failed') = (error is not null)),
        check (stores_done <= stores_total)
      );
      create index on report (requested_at desc, report_id desc);
      comment on column report.requested_as_of is '"latest", "now" or an instant: what was asked for; as_of is what it meant.';

      create table report_row (
        report_id uuid not null references report on delete cascade,
        store_key integer not null references store,
        up_us bigint[] not null,
        down_us bigint[] not null,
        unobserved_us bigint[] not null,
        primary key (report_id, store_key)
      );
      comment on table report_row is 'Microseconds, one element per window of the report, in the order of its columns.';
    `);
  }
}
