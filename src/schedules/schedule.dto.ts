import { z } from 'zod';
import { SCHEDULE_IDS } from '../temporal/schedule-definitions.js';
import { pageOf } from '../http/cursor.js';
import { instantInput, instantOutput, strictRequest } from '../http/schemas.js';

const MAX_NOTE_LENGTH = 500;

export const scheduleSchema = z
  .strictObject({
    scheduleId: z.enum(SCHEDULE_IDS),
    cron: z.string().meta({ description: 'Minute, hour, day, month and weekday, UTC.' }),
    paused: z.boolean(),
    note: z.string().nullable().meta({ description: 'What the schedule does, or why it is paused.' }),
    overlap: z
      .enum(['skip', 'one after the other'])
      .meta({ description: 'What happens to a run that is due while another one is running.' }),
    catchUp: z
      .enum(['one run', 'every run of the last 24 hours', 'every run of the last 31 days'])
      .meta({ description: 'Which missed runs start after an outage.' }),
    nextRuns: z.array(instantOutput),
    recentRuns: z
      .array(
        z
          .strictObject({
            scheduledAt: instantOutput,
            startedAt: instantOutput,
            workflowId: z.string(),
            status: z
              .enum([
                'Running',
                'Completed',
                'Failed',
                'Cancelled',
                'Terminated',
                'TimedOut',
                'ContinuedAsNew',
                'Paused',
              ])
              .nullable()
              .meta({ description: 'Null if Temporal no longer knows the workflow.' }),
          })
          .meta({ id: 'ScheduleRun' }),
      )
      .meta({ description: 'Newest first.' }),
  })
  .meta({ id: 'Schedule' });

export type ScheduleDto = z.infer<typeof scheduleSchema>;
export type RunStatus = ScheduleDto['recentRuns'][number]['status'];

export const schedulePageSchema = pageOf(scheduleSchema).meta({ id: 'SchedulePage' });

/** Any text may be asked for: an id that is not known is 404. */
export const scheduleIdParam = z.string().meta({ enum: [...SCHEDULE_IDS], examples: ['report-hourly'] });

const instant = instantInput();

export const backfillRequestSchema = strictRequest({
  from: instant.meta({ example: '2023-01-24T00:00:00Z' }),
  to: instant.meta({ example: '2023-01-25T00:00:00Z' }),
}).meta({
  id: 'BackfillRequest',
  description: 'Runs that were due in this period start now, each as of its own hour.',
});

export type BackfillRequest = z.output<typeof backfillRequestSchema>;

export const pauseRequestSchema = strictRequest({
  note: z.string().min(1).max(MAX_NOTE_LENGTH).optional().meta({ description: 'The reason, for others to read.' }),
}).meta({ id: 'PauseRequest' });

export type PauseRequest = z.output<typeof pauseRequestSchema>;
