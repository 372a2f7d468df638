import { run } from './child.js';
import { inProject, NODE } from './project.js';

const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  inProject('node_modules', 'jest', 'bin', 'jest.js'),
];

/** Must follow the arguments: jest takes every word after these for a reporter. */
const REPORTERS = ['--reporters=default', `--reporters=${inProject('bin', 'count-reporter.js')}`];

/** Runs the tests. The last line says how many passed and failed. */
export async function test(args) {
  let counts;
  const code = await run(NODE, [...JEST, ...args, ...REPORTERS], { onMessage: (message) => (counts = message) });
  if (counts !== undefined) console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return code;
}
