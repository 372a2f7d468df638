import { expect, it } from '@jest/globals';
import { chooseWindow } from './choose-window.js';

const WINDOWS = [
  { name: 'P7D', from: '2023-01-25T00:00:00Z', to: '2023-02-01T00:00:00Z' },
  { name: 'PT1H', from: '2023-01-31T23:00:00Z', to: '2023-02-01T00:00:00Z' },
  { name: '2023-01-02/2023-01-09', from: '2023-01-02T00:00:00Z', to: '2023-01-09T00:00:00Z' },
];

it('shows the window of the address', () => {
  expect(chooseWindow(WINDOWS, 'PT1H').name).toBe('PT1H');
});

it('shows the first of the longest windows where the address names none, or none of the report', () => {
  expect(chooseWindow(WINDOWS, undefined).name).toBe('P7D');
  expect(chooseWindow(WINDOWS, 'P30D').name).toBe('P7D');
});
