import { createRequire } from 'node:module';

// jest brings it; it is no dependency of this project.
const requireOfJest = createRequire(createRequire(import.meta.url).resolve('jest'));
const { default: Sequencer } = requireOfJest('@jest/test-sequencer');

/** Specs that start servers of their own, or wait until something that was killed is missed. */
const SLOW =
  /\/test\/(resilience\/|e2e\/(start|dev|encrypted-connections|schemathesis|deployment\/image)\.spec|workflows\/schedules)/;

/** Runs the slow specs first, so that none of them runs alone at the end. A fresh clone knows no durations yet. */
export default class SlowFirst extends Sequencer {
  sort(tests) {
    const sorted = super.sort(tests);
    const isSlow = ({ path }) => SLOW.test(path.replaceAll('\\', '/'));
    return [...sorted.filter(isSlow), ...sorted.filter((test) => !isSlow(test))];
  }
}
