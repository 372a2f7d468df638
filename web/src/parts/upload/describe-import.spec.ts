import { describe, expect, it } from '@jest/globals';
import type { Import } from '../../api/types.gen.js';
import { describeImport } from './describe-import.js';

const POLLS = {
  status: 'Complete',
  kind: 'polls',
  rowsRead: 1_200,
  inserted: 1_000,
  corrected: 0,
  unchanged: 150,
  rejected: 50,
};
const described = (change: Partial<Import>) => describeImport({ ...POLLS, error: null, ...change } as Import);

describe('what became of a file', () => {
  it('is said by the counts that are not zero', () => {
    expect(described({})).toBe('1,200 polls: 1,000 new, 150 known already, 50 rejected.');
  });

  it('is said while it is imported', () => {
    expect(described({ status: 'Running', kind: null, rowsRead: 0 })).toBe('Being imported: 0 rows read so far.');
  });

  it('is the reason if it failed', () => {
    expect(described({ status: 'Failed', error: 'its header is not known' })).toBe('its header is not known');
  });
});
