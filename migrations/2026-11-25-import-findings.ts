import { Migration } from '@mikro-orm/migrations';

export class ImportFindings extends Migration {
  override name = '2026-11-25-import-findings';

  override up(): void {
    this.addSql(`
      alter table import
        add column ignored_columns jsonb not null default '[]' check (jsonb_typeof(ignored_columns) = 'array'),
        add column warnings jsonb not null default '[]' check (jsonb_typeof(warnings) = 'array'),
        add column reject_reasons jsonb not null default '[]' check (jsonb_typeof(reject_reasons) = 'array'),
        add column rejects_dropped_at timestamptz;
      comment on column import.ignored_columns is 'Names of the columns that were not read. Empty for imports from before this was kept.';
      comment on column import.reject_reasons is
        'Reason, count and example of all rejected rows. Empty for imports from before this was kept.';
      comment on column import.rejects_dropped_at is 'When retention dropped the rejected rows; null if they are there.';
      comment on table import_reject is 'The first rejected rows of an import.';
      create index on import (finished_at) where rejected > 0 and rejects_dropped_at is null;
    `);
  }
}
