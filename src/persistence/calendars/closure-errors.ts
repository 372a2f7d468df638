import { ExpectedError } from '../../domain/expected-error.js';

/** There is no closure of this id, or the caller does not see it. */
export class ClosureNotFoundError extends ExpectedError {
  constructor(readonly closureId: string) {
    super(`there is no closure ${closureId}`);
  }
}

/** Another closure of the same kind, for the same stores, takes a part of the time. */
export class ClosureOverlapError extends ExpectedError {
  constructor(readonly otherId: string) {
    super(`the closure ${otherId} takes a part of this time`);
  }
}
