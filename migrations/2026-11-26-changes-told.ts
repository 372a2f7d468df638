import { Migration } from '@mikro-orm/migrations';

/** Notifications of changes, for pages that read again what has changed. */
export class ChangesTold extends Migration {
  override name = '2026-11-26-changes-told';

  override up(): void {
    this.addSql(`
      create function tell_of_change() returns trigger language plpgsql as $$
      begin
        perform pg_notify('change', tg_argv[0]);
        return null;
      end
      $$;
      comment on function tell_of_change is 'Tells whoever listens that something has changed, once for each commit.';
      create trigger data_version_changed after insert or update on data_version
        for each statement execute function tell_of_change('data');
      create trigger report_changed after insert or update or delete on report
        for each statement execute function tell_of_change('reports');
      create trigger import_changed after insert or update on import
        for each statement execute function tell_of_change('imports');
    `);
  }
}
