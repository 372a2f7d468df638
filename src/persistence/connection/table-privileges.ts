/**
 * What the API and the workers may do with each table. All other tables and statements are the owner's alone. Partitions of
 * `poll` are not listed: see the function `grant_poll_partition`.
 */
export const TABLE_PRIVILEGES: Readonly<Record<string, string>> = {
  api_key: 'select, insert, update',
  // Only added to: retention is a function of the owner.
  audit_event: 'select, insert',
  business_hours: 'select, insert, update',
  closure: 'select, insert, update',
  data_version: 'select, insert, update, delete',
  dropped_polls: 'select',
  failed_login: 'select, insert, update, delete',
  group_special_hours: 'select, insert, update',
  import: 'select, insert, update',
  import_reject: 'select, insert, delete',
  oidc_log_in: 'select, insert, delete',
  poll: 'select, insert, update',
  poll_reason: 'select, insert, update, delete',
  report: 'select, insert, update, delete',
  report_group_sum: 'select, insert, delete',
  report_key: 'select, insert, delete',
  report_reservation: 'select, insert, update, delete',
  report_row: 'select, insert, delete',
  session: 'select, insert, update, delete',
  source_file: 'select, insert, update',
  special_hours: 'select, insert, update',
  store: 'select, insert, update',
  store_attribute: 'select, insert, update',
  store_group: 'select, insert, update',
  store_time_zone: 'select, insert, update',
  target: 'select, insert, update',
};

/** The owner's functions that the API and the workers may call. */
export const CALLED_FUNCTIONS: readonly string[] = [
  'create_poll_partition(date)',
  'attach_poll_partition(date)',
  'drop_poll_partition(date, timestamptz)',
  'drop_audit_events(timestamptz)',
];
