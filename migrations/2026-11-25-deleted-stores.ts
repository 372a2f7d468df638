import { Migration } from '@mikro-orm/migrations';

export class DeletedStores extends Migration {
  override name = '2026-11-25-deleted-stores';

  override up(): void {
    this.addSql(`
      alter table store
        add column deleted_version integer references data_version,
        add constraint store_is_deleted_after_it_begins check (deleted_version > since_version),
        drop constraint store_external_id_key,
        add constraint store_is_known_once unique nulls not distinct (external_id, deleted_version);
      comment on column store.deleted_version is
        'The version that deleted the store; null while it is known. Delivered again, it gets another row and another key.';

      alter table data_version
        drop constraint data_version_kind_check,
        add constraint data_version_kind_check check (kind in ('polls', 'business-hours', 'time-zones', 'stores'));
    `);
  }
}
