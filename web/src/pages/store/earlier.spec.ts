import { expect, it } from '@jest/globals';
import { earlier } from './earlier.js';

it('an instant some seconds earlier keeps its microseconds', () => {
  expect(earlier('2025-03-01T00:00:05.250001Z', 86_410)).toBe('2025-02-27T23:59:55.250001Z');
});
