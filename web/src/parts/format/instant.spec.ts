import { describe, expect, it } from '@jest/globals';
import { formatInstant } from './instant.js';

describe('an instant', () => {
  it('is shown on the clock of a zone, and names it', () => {
    expect(formatInstant('2025-03-12T17:45:10.250000Z', 'America/New_York')).toBe('Wed, 12 Mar 2025, 13:45 GMT-4');
    expect(formatInstant('2025-03-12T17:45:10.250000Z', 'UTC', 'short')).toBe('12 Mar, 17:45 UTC');
  });

  it('at midnight is 00, not 24', () => {
    expect(formatInstant('2025-03-12T00:00:00Z', 'UTC', 'seconds')).toBe('00:00:00 UTC');
  });

  it('in a zone that the browser does not know is shown in UTC, and says so', () => {
    expect(formatInstant('2025-03-12T17:45:00Z', 'Mars/Olympus', 'time')).toBe('17:45 UTC');
  });
});
