import { run } from './child.js';
import { inProject, NODE } from './project.js';

const JEST = [
  '--experimental-vm-modules',
  '--disable-warning=ExperimentalWarning',
  inProject('node_modules', 'jest', 'bin', 'jest.js'),
];

/** After the arguments: jest takes every word that follows one of these for a reporter. */
const REPORTERS = ['--reporters=default', `--reporters=${inProject('bin', 'count-reporter.js')}`];

/** Runs the tests and says in the last line how many passed and failed. */
export async function test(args) {
  let counts;
  const code = await run(NODE, [...JEST, ...args, ...REPORTERS], { onMessage: (message) => (counts = message) });
  if (counts !== undefined) console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return code;
}
