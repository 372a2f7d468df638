import { describe, expect, it } from '@jest/globals';
import type { BusinessHours } from '../../../api/types.gen.js';
import { describeRow } from './describe-row.js';
import { addRow, changeRow, toFormRows, toHours } from './hours-form.js';

const HOURS: BusinessHours = [
  { dayOfWeek: 0, open: '09:00', close: '17:00' },
  { dayOfWeek: 0, open: '18:00', close: '02:00', validFrom: '2025-01-01' },
  { dayOfWeek: 6, closed: true, validThrough: '2025-12-31' },
];

describe('the form of business hours', () => {
  it('keeps what is not edited', () => {
    expect(toHours(toFormRows(HOURS))).toEqual(HOURS);
  });

  it('gives a new row the times of the day before', () => {
    expect(toHours(addRow(toFormRows(HOURS.slice(0, 1)), 1))[1]).toEqual({
      dayOfWeek: 1,
      open: '09:00',
      close: '17:00',
    });
  });

  it('leaves the times out of a row that says closed', () => {
    const rows = changeRow(toFormRows(HOURS.slice(0, 1)), 0, { closed: true });
    expect(toHours(rows)).toEqual([{ dayOfWeek: 0, closed: true }]);
  });
});

describe('a row of business hours', () => {
  it('is shown without seconds that say nothing, and with its dates', () => {
    expect(describeRow({ dayOfWeek: 0, open: '09:00:00', close: '17:30:15' })).toBe('09:00-17:30:15');
    expect(describeRow(HOURS[1]!)).toBe('18:00-02:00 from 2025-01-01');
    expect(describeRow(HOURS[2]!)).toBe('closed through 2025-12-31');
  });
});
