import { ExpectedError } from '../../src/domain/expected-error.js';

/** An uploaded file was removed, since the API that received it could not confirm that its import had started. */
export class UploadGoneError extends ExpectedError {
  constructor(file: string) {
    super(`the uploaded file is gone: upload it again (${file} does not exist)`);
  }
}
