import { parseInstant } from './instant.js';

const LEAP_SECOND = /^(.{17})60/;
const COMMA = /^(.{19}),(?=\d)/;
const OTHER_YEAR = /^\d{4}(?=-)/;

/** A year in which every date exists that exists in any year. */
const LEAP_YEAR = '2000';

/** Says why `parseInstant` rejects a text: the rest of a sentence that begins with the text. */
export function describeInvalidInstant(text: string): string {
  const isReadable = (corrected: string) =>
    corrected !== text && parseInstant(corrected, 'assume-utc') !== 'unreadable';
  if (parseInstant(text, 'required') === 'without-zone') return 'has no time zone';
  if (isReadable(text.replace(LEAP_SECOND, '$159'))) {
    return 'is a leap second, which has no place in UTC days of 24 hours';
  }
  if (isReadable(text.replace(COMMA, '$1.'))) {
    return 'has a comma before the fraction of the second, where a dot is expected';
  }
  if (isReadable(text.replace(OTHER_YEAR, LEAP_YEAR)) && !text.includes('02-29')) {
    return 'is not within the years 1970 to 2254';
  }
  return 'is not an instant';
}
