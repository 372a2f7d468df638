import { Migration } from '@mikro-orm/migrations';

export class ReasonsOfPolls extends Migration {
  override name = '2026-11-26-poll-reasons';

  override up(): void {
    this.addSql(`
      create table poll_reason (
        store_key integer not null,
        at timestamptz not null,
        reason text not null,
        since_version integer not null,
        until_version integer,
        primary key (store_key, at, since_version),
        check (until_version > since_version),
        constraint poll_reason_key unique nulls not distinct (store_key, at, until_version)
      );
      comment on table poll_reason is
        'What a poll says about why the store was as it was found: for the polls that say anything.';

      alter table report_row
        add column outages_reasons text[],
        add constraint report_row_reasons_check check (cardinality(outages_reasons) = cardinality(outages_from));
      create index report_row_reasons_index on report_row (report_id, store_key) where outages_reasons is not null;
      comment on column report_row.outages_reasons is 'The reason of each outage that has one. Null: no outage has one.';
    `);
  }
}
