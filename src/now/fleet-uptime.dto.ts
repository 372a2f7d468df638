import { z } from 'zod';
import { figureDays, sumOf } from '../domain/fleet/figure-table.js';
import { formatInstant } from '../domain/time/instant.js';
import type { Interval } from '../domain/uptime/intervals.js';
import type { Uptime } from '../domain/uptime/uptime.js';
import { countOutput, instantOutput } from '../http/schemas.js';
import { toUptimeOfWindow, uptimeOfWindowSchema } from '../http/dto/uptime-of-window.dto.js';
import type { Figures } from './fleet-figures.js';

/** What figures are of, in a response. */
export const figuresShape = {
  asOf: instantOutput
    .nullable()
    .meta({ description: 'The newest poll when they were computed; null if there are none.' }),
  dataVersion: countOutput
    .nullable()
    .meta({ description: 'Newer data may have come in: new figures are computed then.' }),
};

export function toFiguresFields(figures: Figures | null) {
  if (figures === null) return { asOf: null, dataVersion: null };
  return { asOf: formatInstant(figures.asOf), dataVersion: figures.dataVersion };
}

export const fleetUptimeSchema = z
  .strictObject({
    ...figuresShape,
    stores: countOutput,
    day: uptimeOfWindowSchema.nullable().meta({ description: 'The last 24 hours. Null without polls.' }),
    week: uptimeOfWindowSchema.nullable().meta({ description: 'The last seven days. Null without polls.' }),
    days: z
      .array(uptimeOfWindowSchema)
      .meta({ description: 'Each 24 hours of the week, the oldest first: together they are the week.' }),
  })
  .meta({ id: 'FleetUptime', description: 'The sums over the stores.' });

export type FleetUptimeDto = z.infer<typeof fleetUptimeSchema>;

export function toFleetUptimeDto(figures: Figures, stores: number, sums: readonly Uptime[]): FleetUptimeDto {
  const windows = figureDays(figures.asOf);
  return {
    ...toFiguresFields(figures),
    stores,
    day: toUptimeOfWindow(windows.at(-1)!, sums.at(-1)!),
    week: toUptimeOfWindow(weekOf(windows), sumOf(sums)),
    days: windows.map((window, day) => toUptimeOfWindow(window, sums[day]!)),
  };
}

/** Returns the window that the days of figures are together. */
export function weekOf(days: readonly Interval[]): Interval {
  return { from: days[0]!.from, to: days.at(-1)!.to };
}
