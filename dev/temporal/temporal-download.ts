import { TestWorkflowEnvironment } from '@temporalio/testing';

/*
 * Run as a program of its own, `node temporal-download.js FOLDER`, because the SDK's download can't be given up.
 * The SDK downloads when it starts a server, and can't do one without the other.
 */
try {
  const environment = await TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', downloadDir: process.argv[2]! } },
  });
  await environment.teardown();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
