import { Migration } from '@mikro-orm/migrations';

export class Ingestion extends Migration {
  override name = '2026-11-23-ingestion';

  override up(): void {
    this.addSql(`
      alter table data_version
        add column kind text check (kind in ('polls', 'business-hours', 'time-zones')),
        add column replaces boolean not null default true,
        add column polls_from timestamptz default '-infinity',
        add column polls_to timestamptz default 'infinity',
        add check ((polls_from is null) = (polls_to is null));
      alter table data_version
        alter column replaces set default false,
        alter column polls_from drop default,
        alter column polls_to drop default;
      comment on column data_version.kind is 'What changed; null for versions from before this was kept.';
      comment on column data_version.replaces is 'Whether something that was known before was corrected or replaced.';
      comment on column data_version.polls_from is 'First instant of the polls that the version added or corrected.';
      comment on column data_version.polls_to is 'Last instant of the polls that the version added or corrected.';

      create index on poll using brin (since_version) with (autosummarize = on);

      alter table import
        drop constraint import_check,
        add constraint import_counts_add_up
          check (status <> 'Complete' or rows_read = inserted + unchanged + corrected + rejected),
        add column source text not null default 'folder' check (source in ('folder', 'upload')),
        add column bytes_read bigint not null default 0,
        add column sha256 text,
        add column as_of_version integer;
      update import set bytes_read = bytes where status = 'Complete';
      create index on import (sha256) where status = 'Complete';
      comment on column import.bytes_read is 'How far reading is, of bytes. Compressed bytes where the file is.';
      comment on column import.sha256 is 'Of what was read. Null where nothing was, and for imports from before this was kept.';
      comment on column import.as_of_version is
        'Newest data version at the end: as of it, the data say what the file says. Null for imports from before.';

      alter table source_file
        add column bytes_read bigint,
        add column lines_read integer,
        add column is_whole boolean not null default true;
      comment on column source_file.sha256 is 'Of the first bytes_read bytes; before that was kept, of all.';
      comment on column source_file.bytes_read is 'Up to where its lines have ends and were imported; null where it was refused.';
      comment on column source_file.lines_read is 'Lines up to there; null where it can not be read on from there.';
      comment on column source_file.is_whole is 'Whether it was taken to its end, or a last line without an end was left.';

      create table dropped_polls (
        month date primary key,
        until timestamptz not null,
        polls bigint not null,
        dropped_at timestamptz not null
      );
      alter table store add column newest_dropped_poll_at timestamptz;
      comment on column store.newest_dropped_poll_at is 'Whether there was an earlier poll can still be known when it is gone.';
      comment on table dropped_polls is 'Months of which polls are no longer kept. What needs polls from before "until" can not be made.';
    `);
  }
}
