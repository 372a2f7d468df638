/**
 * This worker has other time zone data than the report is made with, and its rows would not fit the others. Another worker
 * may have the right data, so the activity is retried.
 */
export class TimeZoneReleaseError extends Error {
  constructor(reportId: string, ofReport: string, ofWorker: string) {
    super(
      `the report is made with time zone data ${ofReport}, and this worker has ${ofWorker}. Make it again by ` +
        `POST /reports/${reportId}/remake, or start a worker with release ${ofReport} (TZDATA_DIR) and retry it`,
    );
    this.name = 'TimeZoneReleaseError';
  }
}
