import { Migration } from '@mikro-orm/migrations';

export class HoursInForce extends Migration {
  override name = '2026-11-25-hours-in-force';

  override up(): void {
    this.addSql(`
      alter table business_hours
        drop constraint business_hours_pkey,
        drop constraint business_hours_store_key_day_of_week_opens_closes_until_ver_key,
        alter column opens drop not null,
        alter column closes drop not null,
        add column valid_from date,
        add column valid_through date,
        add constraint business_hours_closed check ((opens is null) = (closes is null)),
        add constraint business_hours_valid check (valid_from <= valid_through),
        add constraint business_hours_finite check (isfinite(valid_from) and isfinite(valid_through)),
        add constraint business_hours_key unique nulls not distinct
          (store_key, day_of_week, opens, closes, valid_from, valid_through, until_version);
      comment on constraint business_hours_key on business_hours is
        'The key; a primary key can not have columns that may be null. One index, as hours are imported by the million.';
      comment on column business_hours.opens is 'On the store''s local clock. Null, as closes is: closed on this day.';
      comment on column business_hours.valid_from is 'First local date on which the row applies; null: always before.';
      comment on column business_hours.valid_through is 'Last local date on which the row applies; null: always after.';
    `);
  }
}
