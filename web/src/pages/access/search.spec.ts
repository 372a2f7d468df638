import { expect, it } from '@jest/globals';
import { parseAuditSearch } from './search.js';

it('the address of the audit trail says whose and which changes are shown', () => {
  expect(parseAuditSearch({ entity: 'store', entityId: 'a/b', action: '', from: 'x' })).toEqual({
    entity: 'store',
    entityId: 'a/b',
  });
});
