import { DAY, type Instant } from '../../../src/domain/time/instant.js';
import type { Interval } from '../../../src/domain/uptime/intervals.js';
import { localToInstant, steadyOffsets } from './reference-clock.js';

/** How far from the as-of instant the dates of a period are looked for. */
const DAYS_AROUND = 800;

/**
 * Resolves a period of the calendar by the letter of rule 24, slow and obvious: asks of each date whether it belongs to the period.
 * The dates of the period must not be further than two years from the as-of instant.
 */
export function referencePeriod(text: string, timeZone: string, asOf: Instant): Interval {
  const around = Math.floor(asOf / DAY);
  const clock = steadyOffsets(timeZone, (around - DAYS_AROUND - 3) * DAY, (around + DAYS_AROUND + 3) * DAY);
  const midnightOf = (date: number) => localToInstant(date * DAY, clock);
  const dates = Array.from({ length: 2 * DAYS_AROUND }, (_, i) => around - DAYS_AROUND + i);
  const today = dates.filter((date) => midnightOf(date) <= asOf).at(-1)!;
  const ofPeriod = dates.filter((date) => belongs(date, text, today));
  const from = midnightOf(ofPeriod[0]!);
  const to = midnightOf(ofPeriod.at(-1)! + 1);
  return { from: Math.min(from, asOf), to: Math.min(to, asOf) };
}

function belongs(date: number, text: string, today: number): boolean {
  const names = namesOf(date);
  if (text === 'today') return date === today;
  if (text === 'yesterday') return date === today - 1;
  if (text === 'this_week') return names.week === namesOf(today).week;
  if (text === 'last_week_mon_sun') return names.week === namesOf(today - 7).week;
  if (text === 'this_month') return names.month === namesOf(today).month;
  if (text === 'last_month') return names.month === monthBefore(namesOf(today).month);
  return Object.values(names).includes(text);
}

/** All periods that a date belongs to, as they are written. */
function namesOf(date: number) {
  const at = new Date((date * DAY) / 1000);
  const [day, month, year] = [
    at.toISOString().slice(0, 10),
    at.toISOString().slice(0, 7),
    at.toISOString().slice(0, 4),
  ];
  const quarter = `${year}-Q${Math.ceil(Number(month.slice(5)) / 3)}`;
  // A week belongs to the year of its Thursday.
  const sundayFirst = at.getUTCDay();
  const thursday = new Date(at.getTime() + (4 - (sundayFirst === 0 ? 7 : sundayFirst)) * 86_400_000);
  const yearOfWeek = thursday.getUTCFullYear();
  const dayOfYear = (thursday.getTime() - Date.UTC(yearOfWeek, 0, 1)) / 86_400_000;
  const week = `${yearOfWeek}-W${String(Math.floor(dayOfYear / 7) + 1).padStart(2, '0')}`;
  return { day, week, month, quarter, year };
}

function monthBefore(month: string): string {
  const [year, number] = month.split('-').map(Number);
  return number === 1 ? `${year! - 1}-12` : `${year}-${String(number! - 1).padStart(2, '0')}`;
}
