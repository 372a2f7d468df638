import type { BusinessHours, HoursRow } from '../../../api/types.gen.js';

/** A row of the form, as it is typed. `id` tells rows apart while they are edited. */
export interface FormRow {
  readonly id: number;
  readonly dayOfWeek: number;
  readonly closed: boolean;
  readonly open: string;
  readonly close: string;
  readonly validFrom: string;
  readonly validThrough: string;
}

export function toFormRows(hours: BusinessHours): FormRow[] {
  return hours.map(({ dayOfWeek, closed, open = '', close = '', validFrom = '', validThrough = '' }, id) => ({
    id,
    dayOfWeek,
    closed: closed === true,
    open,
    close,
    validFrom,
    validThrough,
  }));
}

export function toHours(rows: readonly FormRow[]): BusinessHours {
  return rows.map(({ dayOfWeek, closed, open, close, validFrom, validThrough }): HoursRow => {
    const dates = { ...(validFrom !== '' && { validFrom }), ...(validThrough !== '' && { validThrough }) };
    return closed
      ? { dayOfWeek, closed: true, ...dates }
      : { dayOfWeek, open: open.trim(), close: close.trim(), ...dates };
  });
}

/** Adds a row to a day, with the times of the day before it that has some. */
export function addRow(rows: readonly FormRow[], dayOfWeek: number): FormRow[] {
  const id = Math.max(-1, ...rows.map((row) => row.id)) + 1;
  const { open = '09:00', close = '17:00' } = rows.findLast((row) => row.dayOfWeek < dayOfWeek && !row.closed) ?? {};
  return [...rows, { id, dayOfWeek, closed: false, open, close, validFrom: '', validThrough: '' }];
}

export function changeRow(rows: readonly FormRow[], id: number, change: Partial<FormRow>): FormRow[] {
  return rows.map((row) => (row.id === id ? { ...row, ...change } : row));
}
