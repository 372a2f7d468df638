import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { run } from './child.js';
import { inProject, NODE } from './project.js';

const FLAGS = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];

/** Runs the tests and says in the last line how many passed and failed. */
export async function test(args) {
  const folder = mkdtempSync(path.join(tmpdir(), 'storelight-counts-'));
  const counts = path.join(folder, 'counts');
  // After the arguments: jest takes every word that follows one of these for a reporter.
  const reporters = ['--reporters=default', `--reporters=${inProject('bin', 'count-reporter.js')}`];
  try {
    const code = await run(NODE, [...FLAGS, inProject('node_modules/jest/bin/jest.js'), ...args, ...reporters], {
      env: { ...process.env, STORELIGHT_TEST_COUNTS: counts },
    });
    if (existsSync(counts)) console.log(readFileSync(counts, 'utf8'));
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
