import { Migration } from '@mikro-orm/migrations';

export class ReportsAsActors extends Migration {
  override name = '2026-11-23-reports-as-actors';

  override up(): void {
    this.addSql(`
      alter table report
        add column attempt integer not null default 1 check (attempt > 0),
        add column windows jsonb,
        add column phase text check (phase in ('computing', 'assembling')),
        add column phase_since timestamptz,
        add column phase_done integer,
        add column rows_written integer not null default 0,
        add column stores_failed integer not null default 0,
        add column outages_window integer,
        add column failed_part text check (failed_part in ('begin', 'compute', 'assemble', 'close', 'workflow')),
        add check (stores_failed between 0 and stores_done),
        add check (failed_part is null or status = 'Failed'),
        add check ((phase is null) = (phase_since is null) and (phase is null) = (phase_done is null));
      update report set rows_written = csv_rows where csv_rows is not null;
      comment on column report.attempt is 'Counts from 1; each retry of a failed report is one more.';
      comment on column report.windows is 'What was asked for, in the order of the columns; null: the last hour, day and week.';
      comment on column report.outages_window is
        'Of which window outages are kept, from 0 in the order of the columns; null for reports from before they were.';
      comment on column report.phase_done is 'How many stores, or rows, were done when the phase began: what the pace is told from.';
      comment on column report.failed_part is 'Which part of the work failed; null for reports from before this was kept.';

      alter table report_row
        add column outages_from bigint[],
        add column outages_to bigint[],
        add column outages_open_us bigint[],
        add column outages_marks smallint[],
        add check (
          cardinality(outages_from) = cardinality(outages_to)
          and cardinality(outages_from) = cardinality(outages_open_us)
          and cardinality(outages_from) = cardinality(outages_marks)),
        add column error text,
        add check (error is null or cardinality(up_us) + cardinality(down_us) + cardinality(unobserved_us) = 0);
      comment on column report_row.outages_from is
        'When the outages of report.outages_window began, microseconds since 1970; null where there were none.';
      comment on column report_row.outages_marks is '1: goes on at the end of the window; 2: may have begun before it.';
      comment on column report_row.error is 'Why the store has no numbers; null where it has.';

      create function tell_of_report() returns trigger language plpgsql as $$
      begin
        perform pg_notify('report', json_build_object(
          'reportId', new.report_id, 'status', new.status, 'attempt', new.attempt, 'phase', new.phase,
          'storesDone', new.stores_done, 'storesTotal', new.stores_total,
          'storesFailed', new.stores_failed, 'rowsWritten', new.rows_written,
          'phaseSince', to_char(new.phase_since at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
          'phaseDone', new.phase_done)::text);
        return null;
      end
      $$;
      create trigger report_told after insert or update on report for each row execute function tell_of_report();
      comment on function tell_of_report is
        'Tells whoever listens how far a report is, with the commit that makes it true, whoever made it.';
    `);
  }
}
