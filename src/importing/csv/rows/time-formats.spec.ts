import { describe, expect, it } from '@jest/globals';
import { HOUR, MINUTE, SECOND } from '../../../domain/time/instant.js';
import { parseDayOfWeek, parseFileTimeOfDay } from './time-formats.js';

describe('a time of day in a file', () => {
  it.each([
    ['09:00', 9 * HOUR],
    ['9:00 AM', 9 * HOUR],
    ['9:05:07 pm', 21 * HOUR + 5 * MINUTE + 7 * SECOND],
    ['9pm', 21 * HOUR],
    ['9 a.m.', 9 * HOUR],
    ['12:00 AM', 0],
    ['12:30 PM', 12 * HOUR + 30 * MINUTE],
    ['9.30', 9 * HOUR + 30 * MINUTE],
    [' 24:00 ', 24 * HOUR],
  ])('may be %j', (text, time) => {
    expect(parseFileTimeOfDay(text)).toBe(time);
  });

  it.each(['', 'Closed', '13:00 PM', '0:30 AM', '9.3', '9:60 AM', '25:00', '9:00 XM'])('cannot be %j', (text) => {
    expect(parseFileTimeOfDay(text)).toBeNull();
  });
});

describe('a day of the week in a file', () => {
  it.each([
    ['0', 0],
    [' 6 ', 6],
    ['Monday', 0],
    ['Mon', 0],
    ['tues', 1],
    ['WEDNESDAY', 2],
    ['Thu.', 3],
    ['Sun', 6],
  ])('may be %j', (text, day) => {
    expect(parseDayOfWeek(text)).toBe(day);
  });

  it.each(['', '7', '-1', '1.0', 'M', 'Mo', 'Montag', 'Sundays'])('cannot be %j', (text) => {
    expect(parseDayOfWeek(text)).toBeNull();
  });
});
