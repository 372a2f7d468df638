import { z } from 'zod';
import { formatInstant, SECOND, type Instant } from '../domain/time/instant.js';
import { MAX_REACH_HOURS } from '../domain/uptime/interpolation.js';
import { MAX_STORE_ID_LENGTH } from '../domain/store-id.js';
import { REPORT_PARTS, REPORT_TRIGGERS, REPORT_STATUSES } from '../domain/reports/report.js';
import { DEFAULT_TIME_ZONE } from '../domain/time-zones/zone-offsets.js';
import { groupOf, type Report } from '../persistence/reports/report.entity.js';
import { formatGroup } from '../domain/groups/group.js';
import { groupInput } from '../http/dto/store-attributes.dto.js';
import { cursorInput, pageOf } from '../http/cursor.js';
import {
  countOutput,
  idInput,
  instantInput,
  instantOutput,
  interpolationSchema,
  limitInput,
  strictRequest,
  timeZoneReleaseSchema,
} from '../http/schemas.js';
import { progressSchema, toProgressDto } from './live/report-progress.dto.js';
import { windowsInput } from './report-windows.dto.js';

const MAX_STORE_IDS = 5_000;

export const reportStatusSchema = z.enum(REPORT_STATUSES).meta({ id: 'ReportStatus' });

export const reportRequestSchema = strictRequest({
  asOf: instantInput('latest', 'now')
    .default('latest')
    .meta({ description: '`latest`: the newest poll of the data; `now`: the clock; or an instant in the past.' }),
  storeIds: z
    .array(z.string().min(1, 'a store id must not be empty').meta({ maxLength: MAX_STORE_ID_LENGTH }))
    .min(1, 'leave storeIds out to report on every store')
    .max(MAX_STORE_IDS, `at most ${MAX_STORE_IDS} store ids; leave storeIds out to report on every store`)
    .optional()
    .meta({ description: 'The stores to report on; all known stores by default.' }),
  group: groupInput
    .optional()
    .meta({ description: 'Report on the stores that are in this group as of the data version, written `kind:value`.' }),
  interpolation: interpolationSchema.default('nearest'),
  reachHours: z
    .int()
    .min(1)
    .max(MAX_REACH_HOURS)
    .optional()
    .meta({ description: 'How far a poll covers the time around it; POLL_REACH_HOURS by default.' }),
  windows: windowsInput.optional().meta({
    description:
      "The windows; the last hour, day and week by default. Columns are named after them. A period of the calendar is that of each store's own clock (rule 24).",
  }),
})
  .refine(({ storeIds, group }) => storeIds === undefined || group === undefined, {
    path: ['group'],
    message: 'a report is on stores or on a group, not on both',
  })
  .meta({
    id: 'ReportRequest',
    example: { asOf: 'latest', interpolation: 'nearest', windows: ['PT1H', 'P7D'] },
  });

export type ReportRequestBody = z.output<typeof reportRequestSchema>;

const timeZoneDataSchema = z
  .strictObject({
    release: timeZoneReleaseSchema,
    remadeFrom: z
      .strictObject({
        reportId: z.uuid().meta({ description: 'The report that this one makes again.' }),
        release: timeZoneReleaseSchema.nullable().meta({ description: 'Null if it was not recorded.' }),
        sameRelease: z.boolean().nullable().meta({
          description:
            'False: numbers may differ from those of the other report, since other time zone data were used. Null if that is not known.',
        }),
      })
      .meta({ id: 'RemadeFrom' })
      .nullable()
      .meta({ description: 'Null unless this report is a remake.' }),
  })
  .meta({ id: 'TimeZoneDataOfReport' });

const reportTriggerSchema = z.enum(REPORT_TRIGGERS).meta({ id: 'ReportTrigger', description: 'Why a report exists.' });

export const reportSchema = z
  .strictObject({
    reportId: z.uuid(),
    status: reportStatusSchema,
    asOf: instantOutput
      .nullable()
      .meta({ description: 'The instant that the report describes; null until it begins.' }),
    dataVersion: z
      .int()
      .positive()
      .nullable()
      .meta({ description: 'The version of the data that it reads; null until it begins.' }),
    timeZoneData: timeZoneDataSchema.nullable().meta({
      description: 'The time zone data with which it is computed; null until it begins, and if it was not recorded.',
    }),
    request: z
      .strictObject({
        asOf: z.string().meta({ description: '`latest`, `now` or an instant, as requested.' }),
        storeIds: z.array(z.string()).nullable(),
        group: z.string().nullable().meta({ description: 'The group that it is on, written `kind:value`.' }),
        interpolation: interpolationSchema,
        reachHours: countOutput,
        windows: z.array(z.string()).nullable().meta({ description: 'Null: the last hour, day and week.' }),
      })
      .meta({ id: 'RequestedReport' }),
    requestedAt: instantOutput,
    trigger: reportTriggerSchema,
    scheduledAt: instantOutput
      .nullable()
      .meta({ description: 'When a scheduled report was due, which is its as-of instant.' }),
    finishedAt: instantOutput.nullable(),
    durationMs: z.int().nullable(),
    progress: progressSchema,
    storesWithAssumedTimeZone: countOutput.nullable().meta({
      description: `Of the stores that are done, those without a time zone, so that ${DEFAULT_TIME_ZONE} is assumed. Null if it was not recorded.`,
    }),
    attempt: countOutput.meta({ description: 'Counts from 1; each retry is one more.' }),
    error: z.string().nullable(),
    failedPart: z
      .enum(REPORT_PARTS)
      .meta({ id: 'ReportPart' })
      .nullable()
      .meta({ description: 'The part of the work that failed. `workflow`: the workflow was ended from outside.' }),
    csv: z
      .strictObject({
        url: z.string().meta({ description: 'A path of this API.' }),
        bytes: countOutput,
        sha256: z.string().meta({ description: 'Also its ETag.' }),
        rows: countOutput,
      })
      .meta({ id: 'ReportCsv' })
      .nullable()
      .meta({ description: 'Null until the report is complete.' }),
    workflow: z
      .strictObject({ id: z.string(), url: z.string().nullable().meta({ description: "On Temporal's page." }) })
      .meta({ id: 'ReportWorkflow' }),
  })
  .meta({ id: 'Report' });

/** A single report. Its further fields would take too long to compute for lists. */
export const reportDetailSchema = reportSchema
  .extend({
    stale: z
      .boolean()
      .nullable()
      .meta({ description: 'Whether the data that it read has changed since; null until it begins.' }),
    changed: z
      .strictObject({
        polls: countOutput.meta({ description: 'New or corrected polls in its windows, or within reach of them.' }),
        stores: countOutput.meta({
          description:
            'New and deleted stores, and stores with other hours, special hours or closures (also of a group), time zone, groups, target or value.',
        }),
      })
      .meta({ id: 'DataChanges' })
      .nullable(),
    failedStores: z
      .array(z.strictObject({ storeId: z.string(), reason: z.string() }).meta({ id: 'FailedStore' }))
      .meta({ description: 'The first of the stores that could not be computed. Their rows have no numbers.' }),
  })
  .meta({ id: 'ReportDetail' });

export type ReportDetailDto = z.infer<typeof reportDetailSchema>;

export type ReportDto = z.infer<typeof reportSchema>;

export const reportPageSchema = pageOf(reportSchema).meta({ id: 'ReportPage' });

export const reportTriggeredSchema = z.strictObject({ reportId: z.uuid(), status: reportStatusSchema }).meta({
  id: 'ReportTriggered',
  examples: [{ reportId: 'c4e2da53-67be-4c94-935f-2848c5bf3466', status: 'Running' }],
});

export type TriggeredReport = z.infer<typeof reportTriggeredSchema>;

export const reportIdSchema = idInput('a report id is a UUID, as POST /reports answered it');

export const reportPositionSchema = z.strictObject({ requestedAt: z.int(), reportId: z.uuid() });

export const reportListQuerySchema = strictRequest({
  limit: limitInput(100, 20),
  cursor: cursorInput(reportPositionSchema),
  status: reportStatusSchema.optional(),
  trigger: reportTriggerSchema.optional(),
  from: instantInput().optional().meta({ description: 'Requested at this instant or later.' }),
  to: instantInput().optional().meta({ description: 'Requested before this instant.' }),
});

export type ReportListQuery = z.output<typeof reportListQuerySchema>;

export function toReportDto(report: Report, workflow: ReportDto['workflow'], now: Instant): ReportDto {
  const finishedAt = report.finishedAt ?? null;
  return {
    reportId: report.reportId,
    status: report.status,
    asOf: instantOrNull(report.asOf),
    dataVersion: report.dataVersion ?? null,
    timeZoneData: toTimeZoneData(report),
    request: {
      asOf: report.requestedAsOf,
      storeIds: report.storeIds == null ? null : [...report.storeIds],
      group: formatGroupOf(report),
      interpolation: report.interpolation,
      reachHours: report.reachHours,
      windows: report.windows == null ? null : [...report.windows],
    },
    requestedAt: formatInstant(report.requestedAt),
    trigger: report.trigger,
    scheduledAt: instantOrNull(report.scheduledAt),
    finishedAt: instantOrNull(finishedAt),
    durationMs: finishedAt === null ? null : Math.round(((finishedAt - report.requestedAt) * 1000) / SECOND),
    progress: toProgressDto(report, now),
    storesWithAssumedTimeZone: report.storesWithAssumedTimeZone ?? null,
    attempt: report.attempt,
    error: report.error ?? null,
    failedPart: report.failedPart ?? null,
    csv:
      report.csvSha256 == null
        ? null
        : {
            url: `/reports/${report.reportId}/csv`,
            bytes: report.csvBytes!,
            sha256: report.csvSha256,
            rows: report.csvRows!,
          },
    workflow,
  };
}

function toTimeZoneData({ timeZoneRelease, remadeFrom, remadeFromRelease }: Report): ReportDto['timeZoneData'] {
  if (timeZoneRelease == null) return null;
  if (remadeFrom == null) return { release: timeZoneRelease, remadeFrom: null };
  const release = remadeFromRelease ?? null;
  const sameRelease = release === null ? null : release === timeZoneRelease;
  return { release: timeZoneRelease, remadeFrom: { reportId: remadeFrom, release, sameRelease } };
}

function instantOrNull(instant: number | null | undefined): string | null {
  return instant == null ? null : formatInstant(instant);
}

function formatGroupOf(report: Report): string | null {
  const group = groupOf(report);
  return group === null ? null : formatGroup(group);
}
