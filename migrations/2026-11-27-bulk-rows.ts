import { Migration } from '@mikro-orm/migrations';

const VERSIONED = ['store_time_zone', 'business_hours', 'special_hours', 'store_attribute', 'store_group'];

/** Rows that come by the hundred thousand are inserted through joins with what they refer to: decision 0062. */
export class BulkRowsWithoutForeignKeys extends Migration {
  override name = '2026-11-27-bulk-rows';

  override up(): void {
    for (const table of VERSIONED) {
      const keys = ['store_key', 'since_version', 'until_version'].map(
        (column) => `drop constraint ${table}_${column}_fkey`,
      );
      this.addSql(`alter table ${table} ${keys.join(', ')}`);
    }
    this.addSql(`alter table store drop constraint store_since_version_fkey`);
    this.addSql(
      `alter table report_row drop constraint report_row_report_id_fkey, drop constraint report_row_store_key_fkey`,
    );
  }
}
