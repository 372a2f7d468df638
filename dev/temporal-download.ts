import { TestWorkflowEnvironment } from '@temporalio/testing';

/*
 * Run as a program of its own, `node temporal-download.js FOLDER`, because the SDK's download can't be given up.
 * The SDK downloads when it starts a server, and can't do one without the other.
 */
const downloadDir = process.argv[2]!;
const environment = await TestWorkflowEnvironment.createLocal({
  server: { executable: { type: 'cached-download', downloadDir } },
});
await environment.teardown();
