import { ExpectedError } from '../../domain/expected-error.js';

export class ApiKeyNotFoundError extends ExpectedError {
  constructor(readonly keyId: string) {
    super(`there is no key ${keyId}`);
  }
}

/** A key that is revoked or has expired can't be rotated. */
export class ApiKeyEndedError extends ExpectedError {
  constructor(readonly keyId: string) {
    super(`key ${keyId} is revoked or has expired`);
  }
}

/** There is no session of this id, or it ended long ago. */
export class SessionNotFoundError extends ExpectedError {
  constructor(readonly sessionId: string) {
    super(`there is no session ${sessionId}`);
  }
}
