import { ExpectedError } from '../../domain/expected-error.js';

/** No report of this id is known. */
export class ReportNotFoundError extends ExpectedError {
  constructor(readonly reportId: string) {
    super(`there is no report ${reportId}`);
  }
}

/** Nothing has been imported that a report could describe. */
export class NoDataError extends ExpectedError {
  constructor() {
    super('there is no data yet, so there is nothing to report on');
  }
}

/** As many reports run as may at once. */
export class TooManyReportsError extends ExpectedError {
  constructor(
    /** Whose reports are too many: those of one API key, or all. */
    readonly of: 'key' | 'all',
    readonly limit: number,
  ) {
    super(`${limit} reports are running already`);
  }
}
