import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { run, wasInterrupted } from './child.js';
import { inProject, NODE, ROOT } from './project.js';

const SOURCE_FOLDERS = ['src', 'workflows', 'activities', 'migrations', 'cli', 'dev', 'bench', 'web'];
/** Read at run time from beside the compiled src/. */
const DATA_FOLDERS = ['tzdata'];
/** What the page shows of docs/. */
const DOCUMENTS = ['docs/rules.md'];
const SETTINGS = [
  'package-lock.json',
  'tsconfig.json',
  'tsconfig.build.json',
  'nest-cli.json',
  'bin/bundle-workflows.js',
];

export const NEST = inProject('node_modules', '@nestjs', 'cli', 'bin', 'nest.js');

const VITE = inProject('node_modules', 'vite', 'bin', 'vite.js');
const VITE_OPTIONS = ['--config', inProject('web', 'build', 'vite.config.ts'), '--logLevel', 'warn'];

/** Records the sources of dist/: a hash of each file by its path. */
const STAMP = inProject('dist', 'build.json');

/** Builds dist/ if its sources have changed. Returns 0, or the exit code of a failure. */
export async function build() {
  const sources = hashSources();
  const { complete, built } = readStamp();
  if (complete && JSON.stringify(built) === JSON.stringify(sources)) return 0;
  // The compiler does not remove the output of deleted files.
  if (Object.keys(built).length === 0 || Object.keys(built).some((file) => !(file in sources))) {
    rmSync(inProject('dist'), { recursive: true, force: true });
  }
  console.error('building');
  writeStamp({ complete: false, built: sources });
  for (const [args, env] of steps()) {
    const code = await run(NODE, args, { env });
    if (wasInterrupted(code)) return code;
    if (code !== 0) {
      console.error('The build failed: see above, and run the same command again when it is mended.');
      return code;
    }
  }
  for (const folder of DATA_FOLDERS) copyWhole(folder);
  writeStamp({ complete: true, built: sources });
  return 0;
}

/** What is run one after the other, with its environment. */
function steps() {
  return [
    [[NEST, 'build'], process.env],
    [[inProject('bin/bundle-workflows.js')], process.env],
    // Whatever else NODE_ENV is about: people get the page of production.
    [[VITE, 'build', ...VITE_OPTIONS], { ...process.env, NODE_ENV: 'production' }],
  ];
}

/** Makes the next launch build: something else is going to write to dist/. */
export function markIncomplete() {
  writeStamp({ ...readStamp(), complete: false });
}

function hashSources() {
  const files = [
    ...[...SOURCE_FOLDERS, ...DATA_FOLDERS].flatMap((folder) => sourcesIn(inProject(folder))),
    ...[...SETTINGS, ...DOCUMENTS].map((file) => inProject(file)),
  ];
  const hash = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');
  return Object.fromEntries(files.map((file) => [path.relative(ROOT, file), hash(file)]));
}

/** Removes the old copy first: a file that is in it only must not stay. */
function copyWhole(folder) {
  rmSync(inProject('dist', folder), { recursive: true, force: true });
  cpSync(inProject(folder), inProject('dist', folder), { recursive: true });
}

function sourcesIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const file = path.join(folder, entry.name);
      if (entry.isDirectory()) return sourcesIn(file);
      return entry.name.endsWith('.spec.ts') ? [] : [file];
    });
}

function readStamp() {
  return existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, 'utf8')) : { complete: false, built: {} };
}

function writeStamp(stamp) {
  mkdirSync(path.dirname(STAMP), { recursive: true });
  writeFileSync(STAMP, JSON.stringify(stamp));
}
