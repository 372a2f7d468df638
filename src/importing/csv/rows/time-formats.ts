import { parseTimeOfDay, type TimeOfDay } from '../../../domain/calendar/calendar.js';
import { HOUR } from '../../../domain/time/instant.js';
import { parseLocalDate } from '../../../domain/time/local-date.js';
import { remembered } from './remembered.js';

const DAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];

const MIN_NAME_LENGTH = 3;

/** Parses a day of the week: 0 (Monday) to 6, or its English name or the start of it, such as `Mon`; null if it is none. */
export const parseDayOfWeek = remembered(readDayOfWeek);

function readDayOfWeek(text: string): number | null {
  const normalized = text.trim().toLowerCase().replace(/\.$/, '');
  if (/^[0-6]$/.test(normalized)) return Number(normalized);
  if (normalized.length < MIN_NAME_LENGTH) return null;
  const day = DAY_NAMES.findIndex((name) => name.startsWith(normalized));
  return day === -1 ? null : day;
}

const TWELVE_HOURS = /^(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?\s*([ap])\.?m\.?$/i;
const DOTTED = /^(\d{1,2})\.(\d{2})$/;

/** Parses a time of day as files have it: like `parseTimeOfDay`, and `9:00 AM`, `9 pm` and `9.30`; null if it is none. */
export const parseFileTimeOfDay = remembered(readTimeOfDay);

function readTimeOfDay(text: string): TimeOfDay | null {
  const trimmed = text.trim();
  const plain = parseTimeOfDay(trimmed.replace(DOTTED, '$1:$2'));
  if (plain !== null) return plain;
  const match = TWELVE_HOURS.exec(trimmed);
  if (match === null) return null;
  const [, hour, minute = '00', second = '00', half] = match;
  if (Number(hour) < 1 || Number(hour) > 12) return null;
  const time = parseTimeOfDay(`${Number(hour) % 12}:${minute}:${second}`);
  return time === null ? null : time + (half!.toLowerCase() === 'p' ? 12 * HOUR : 0);
}

/** Parses a date as `parseLocalDate` does, with blanks around it. */
export const parseFileDate = remembered((text) => parseLocalDate(text.trim()));
