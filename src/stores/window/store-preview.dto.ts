import { z } from 'zod';
import type { Uptime } from '../../domain/uptime/uptime.js';
import { strictRequest } from '../../http/schemas.js';
import { previewedClosureSchema } from '../../http/dto/closure.dto.js';
import { specialHoursOfRangeSchema } from '../../http/dto/special-hours.dto.js';
import { toUptimeFields, uptimeShape } from '../../http/dto/uptime.dto.js';
import { hoursInputSchema, storeChangeSchema } from '../store.dto.js';
import { subjectShape, toSubjectDto, type Subject } from './store-window.dto.js';

export const previewedChangeSchema = strictRequest({
  timeZone: storeChangeSchema.shape.timeZone.optional(),
  businessHours: hoursInputSchema.optional(),
  specialHours: specialHoursOfRangeSchema.optional(),
  closure: previewedClosureSchema.optional().meta({ description: 'One more closure.' }),
})
  .refine(
    (change) => Object.keys(change).length > 0,
    'expected is at least one of timeZone, businessHours, specialHours and closure',
  )
  .meta({
    id: 'PreviewedChange',
    minProperties: 1,
    description:
      'As in `PATCH /stores/{storeId}`, and in `PUT` of its business-hours and its special-hours, and as in `POST /closures`. What is left out stays.',
    example: { timeZone: 'America/Boise' },
  });

export type PreviewedChange = z.output<typeof previewedChangeSchema>;

const previewedUptimeSchema = z.strictObject(uptimeShape).meta({ id: 'PreviewedUptime' });

export const storePreviewSchema = z
  .strictObject({
    ...subjectShape,
    current: previewedUptimeSchema.meta({ description: 'The uptime of the window as it is.' }),
    changed: previewedUptimeSchema.meta({ description: 'The uptime of the window with the change.' }),
  })
  .meta({ id: 'StorePreview' });

export type StorePreviewDto = z.infer<typeof storePreviewSchema>;

export function toPreviewDto(subject: Subject, current: Uptime, changed: Uptime): StorePreviewDto {
  return { ...toSubjectDto(subject), current: toUptimeFields(current), changed: toUptimeFields(changed) };
}
