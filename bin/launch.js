#!/usr/bin/env node
import { run } from './child.js';
import { build, markIncomplete, NEST } from './build.js';
import { install } from './install.js';
import { withLock } from './lock.js';
import { inProject, NODE } from './project.js';
import { test } from './test.js';

/*
 * node bin/launch.js start|dev|test|check|build|client|nest|run SCRIPT: installs packages and builds dist/ if needed, then runs one of the
 * project's programs on the Node of the packages. It is plain JavaScript without dependencies, since it runs from any
 * folder, on any Node from 18, before anything is installed.
 */
const COMMANDS = {
  start: { needs: [install, build], run: (args) => start(args) },
  dev: {
    needs: [install, build],
    run: (args) => {
      markIncomplete();
      return start(['--watch', ...args]);
    },
  },
  test: { needs: [install, build], run: test },
  check: { needs: [install], run: check },
  build: { needs: [install, build], run: async () => 0 },
  client: { needs: [install], run: generateClient },
  nest: { needs: [install], run: (args) => run(NODE, [NEST, ...args]) },
  run: { needs: [install, build], run: ([script, ...args]) => run(NODE, [inProject('dist', script), ...args]) },
};

const TOOLS = [
  ['typescript/bin/tsc', '--noEmit'],
  ['typescript/bin/tsc', '--project', 'web'],
  ['typescript/bin/tsc', '--project', 'web/build'],
  ['eslint/bin/eslint.js', '.'],
  [
    'dependency-cruiser/bin/dependency-cruise.mjs',
    ...['--config', '.dependency-cruiser.cjs'],
    ...['src', 'workflows', 'activities', 'migrations', 'cli', 'dev', 'bench', 'test', 'web'],
  ],
  ['prettier/bin/prettier.cjs', '--check', '.'],
];

/** The program only waits once all is started, so that V8 need not keep room for many objects. */
function start(args) {
  return run(NODE, ['--max-semi-space-size=2', 'dist/dev/start.js', ...args], { onMessage: () => undefined });
}

/** The document of an API that runs here. */
const DOCUMENT = 'http://127.0.0.1:3000/openapi.json';

/** Generates the page's client anew, from the OpenAPI document at a path or URL. */
async function generateClient([document = DOCUMENT]) {
  const generator = inProject('node_modules', '@hey-api', 'openapi-ts', 'bin', 'run.js');
  return run(NODE, [generator, '--input', document, '--output', inProject('web', 'src', 'api'), '--no-log-file']);
}

async function check() {
  for (const [tool, ...args] of TOOLS) {
    const code = await run(NODE, [inProject('node_modules', tool), ...args]);
    if (code !== 0) return code;
  }
  return 0;
}

async function launch([name, ...args]) {
  const command = COMMANDS[name];
  if (command === undefined || (name === 'run' && args.length === 0)) {
    console.error('Usage: node bin/launch.js start | dev | test | check | build | client | nest | run SCRIPT_IN_DIST');
    return 2;
  }
  const code = await withLock(async () => {
    for (const step of command.needs) {
      const failed = await step();
      if (failed !== 0) return failed;
    }
    return 0;
  });
  return code === 0 ? command.run(args) : code;
}

try {
  process.exitCode = await launch(process.argv.slice(2));
} catch (error) {
  console.error(`${error.message}`);
  process.exitCode = 1;
}
