import { writeFileSync } from 'node:fs';

/** A jest reporter that leaves the counts of a run for the launcher, which prints them when jest is through. */
export default class CountReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    writeFileSync(process.env.STORELIGHT_TEST_COUNTS, `${numPassedTests} passed, ${failed} failed`);
  }
}
