import { ExpectedError } from '../../domain/expected-error.js';
import { formatGroup, type Group } from '../../domain/groups/group.js';

/** No store that the caller sees is in the group. */
export class GroupNotFoundError extends ExpectedError {
  constructor(readonly group: Group) {
    super(`no store is in the group ${JSON.stringify(formatGroup(group))}`);
  }
}
