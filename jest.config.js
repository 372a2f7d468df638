import { availableParallelism } from 'node:os';

/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  // Much of the time tests wait: for what was killed to be missed, for servers to start.
  maxWorkers: availableParallelism() + 1,
  testSequencer: '<rootDir>/test/support/servers/slow-first.js',
  globalSetup: '<rootDir>/test/support/servers/setup.js',
  globalTeardown: '<rootDir>/test/support/servers/teardown.js',
  // Starting a worker or a server takes seconds on a busy machine.
  testTimeout: 60_000,
  testPathIgnorePatterns: ['/node_modules/', '/dist/', '/\\.storelight/'],
  modulePathIgnorePatterns: ['<rootDir>/dist/'],
  testMatch: ['**/*.spec.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  setupFiles: ['reflect-metadata', '<rootDir>/test/support/time-zones.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'es6' },
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
      },
    ],
  },
};
