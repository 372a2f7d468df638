import { rename, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const WORKFLOWS = fileURLToPath(new URL('../workflows/index.js', import.meta.url));
const BUNDLE = fileURLToPath(new URL('../workflow-bundle.js', import.meta.url));

const { code } = await bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger: new DefaultLogger('WARN') });
const draft = `${BUNDLE}.${process.pid}`;
await writeFile(draft, code);
await rename(draft, BUNDLE);
