import { describe, expect, it } from '@jest/globals';
import { holds, ROLES, rolesThatHold, strongestOf } from './role.js';

describe('a role', () => {
  it.each([
    ['reader', ['reader']],
    ['operator', ['reader', 'operator', 'ingest']],
    ['admin', ['reader', 'operator', 'admin', 'ingest']],
    ['ingest', ['ingest']],
  ] as const)('%s holds %j', (role, held) => {
    expect(ROLES.filter((needed) => holds(role, needed))).toEqual(held);
  });

  it.each([
    [['ingest', 'reader', 'operator', 'admin'], 'admin'],
    [['reader', 'operator'], 'operator'],
    [['ingest', 'reader'], 'reader'],
    [['ingest'], 'ingest'],
    [[], null],
  ] as const)('of several is the one that may do most: of %j, %s', (roles, strongest) => {
    expect(strongestOf(roles)).toBe(strongest);
  });

  it('is needed by name, and the weakest that would do comes first', () => {
    expect(rolesThatHold('ingest')).toEqual(['ingest', 'operator', 'admin']);
    expect(rolesThatHold('reader')).toEqual(['reader', 'operator', 'admin']);
    expect(rolesThatHold('admin')).toEqual(['admin']);
  });
});
