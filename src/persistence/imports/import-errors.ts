import { ExpectedError } from '../../domain/expected-error.js';

/** No import of this id is known. */
export class ImportNotFoundError extends ExpectedError {
  constructor(readonly importId: string) {
    super(`there is no import ${importId}`);
  }
}
