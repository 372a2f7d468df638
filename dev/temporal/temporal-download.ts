import { TestWorkflowEnvironment } from '@temporalio/testing';

/*
 * A program of its own, `node temporal-download.js FOLDER`, because a download of the SDK can't be cancelled. The SDK only
 * downloads when it starts a server.
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
