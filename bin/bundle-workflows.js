import { rename, writeFile } from 'node:fs/promises';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { inProject } from './project.js';

/*
 * A step of the build: bundles the compiled workflows into dist/workflow-bundle.js, which workers load. A program of its
 * own, since only the Node that comes with the packages can load the Temporal SDK.
 */
const bundle = inProject('dist', 'workflow-bundle.js');

const { code } = await bundleWorkflowCode({
  workflowsPath: inProject('dist', 'workflows', 'index.js'),
  logger: new DefaultLogger('WARN'),
});
const temporary = `${bundle}.${process.pid}`;
await writeFile(temporary, code);
await rename(temporary, bundle);
