import { expect, test } from '@jest/globals';
import { parseInstant } from './instant.js';
import { reportWindows } from './windows.js';

test('the windows of a report end at its as-of instant and are 3,600, 86,400 and 604,800 seconds long', () => {
  const asOf = parseInstant('2023-01-25T18:13:22.479220Z', 'required') as number;
  expect(reportWindows(asOf)).toEqual([
    { name: 'last_hour', from: asOf - 3_600e6, to: asOf },
    { name: 'last_day', from: asOf - 86_400e6, to: asOf },
    { name: 'last_week', from: asOf - 604_800e6, to: asOf },
  ]);
});
