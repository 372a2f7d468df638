import { Migration } from '@mikro-orm/migrations';

export class GroupSums extends Migration {
  override name = '2026-11-26-group-sums';

  override up(): void {
    this.addSql(`
      alter table report_row add column state "char" check (state in ('d', 'u'));
      comment on column report_row.state is 'At the as-of instant: d is down, u unobserved. Null: another one, or from before it was recorded.';

      create table report_group_sum (
        report_id uuid not null references report on delete cascade,
        kind text collate "C" not null,
        "window" smallint not null,
        sums jsonb not null,
        primary key (report_id, kind, "window")
      );
      comment on table report_group_sum is 'Complete reports summed by the groups of a kind: computed after the report, or when somebody asks, and kept.';
      comment on column report_group_sum."window" is 'The index of the window, from 0.';
    `);
  }
}
