import { FirstTables } from './2026-11-23-first-tables.js';
import { Ingestion } from './2026-11-23-ingestion.js';
import { ReportsAsActors } from './2026-11-23-reports-as-actors.js';
import { ReportOrigins } from './2026-11-23-report-origins.js';
import { DeletedStores } from './2026-11-25-deleted-stores.js';
import { HoursInForce } from './2026-11-25-hours-in-force.js';
import { ImportFindings } from './2026-11-25-import-findings.js';
import { TimeZoneData } from './2026-11-25-time-zone-data.js';
import { TimeZonesAssumed } from './2026-11-25-time-zones-assumed.js';
import { Access } from './2026-11-26-access.js';
import { AuditEvents } from './2026-11-26-audit-event.js';
import { Closures } from './2026-11-26-closures.js';
import { OidcLogIns } from './2026-11-26-oidc-log-in.js';
import { ChangesTold } from './2026-11-26-changes-told.js';
import { PollPartitionFunctions } from './2026-11-26-poll-partition-functions.js';
import { GroupsOfStores } from './2026-11-26-groups.js';
import { SpecialHoursOfStores } from './2026-11-26-special-hours.js';
import { SpecialHoursOfGroups } from './2026-11-26-group-special-hours.js';
import { GroupSums } from './2026-11-26-group-sums.js';
import { ReasonsOfPolls } from './2026-11-26-poll-reasons.js';
import { BulkRowsWithoutForeignKeys } from './2026-11-27-bulk-rows.js';
import { Limits } from './2026-11-26-limits.js';

/** Every migration, in the order in which they run. A released one is never edited. */
export const migrations = [
  FirstTables,
  Ingestion,
  ReportOrigins,
  ReportsAsActors,
  ImportFindings,
  HoursInForce,
  TimeZoneData,
  TimeZonesAssumed,
  DeletedStores,
  Access,
  PollPartitionFunctions,
  AuditEvents,
  Limits,
  OidcLogIns,
  ChangesTold,
  SpecialHoursOfStores,
  GroupsOfStores,
  Closures,
  GroupSums,
  ReasonsOfPolls,
  SpecialHoursOfGroups,
  BulkRowsWithoutForeignKeys,
];
