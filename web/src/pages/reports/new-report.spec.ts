import { describe, expect, it } from '@jest/globals';
import { toReportRequest } from './new-report.js';

function formOf(values: Record<string, string>): FormData {
  const form = new FormData();
  const unchanged = { asOf: 'latest', interpolation: 'nearest', stores: '', windows: '', reach: '' };
  for (const [name, value] of Object.entries({ ...unchanged, ...values })) form.set(name, value);
  return form;
}

describe('the form of a new report', () => {
  it('asks for what the API does by itself where nothing is changed', () => {
    expect(toReportRequest(formOf({}))).toEqual({ asOf: 'latest', interpolation: 'nearest' });
  });

  it('has a store or a window on each line', () => {
    const windows = 'PT1H\n2025-03-10T00:00:00Z / 2025-03-11T00:00:00Z\n';
    expect(toReportRequest(formOf({ stores: 'a\r\n\r\nb', windows, reach: '12' }))).toMatchObject({
      storeIds: ['a', 'b'],
      windows: ['PT1H', { from: '2025-03-10T00:00:00Z', to: '2025-03-11T00:00:00Z' }],
      reachHours: 12,
    });
  });

  it('has the periods that are chosen, and those that are written', () => {
    const form = formOf({ windows: '2025-W10' });
    form.append('period', 'this_month');
    form.append('period', 'last_month');
    expect(toReportRequest(form).windows).toEqual(['this_month', 'last_month', '2025-W10']);
  });

  it('is as of the instant that is entered', () => {
    const entered = formOf({ asOf: 'instant', instant: '2025-03-12T17:45:10Z' });
    expect(toReportRequest(entered).asOf).toBe('2025-03-12T17:45:10Z');
  });
});
