import { existsSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { run, wasInterrupted } from './child.js';
import { inProject, NODE } from './project.js';

/** npm's record of the installed packages, which it writes last. */
const INSTALLED = inProject('node_modules', '.package-lock.json');

/** Installs the packages of package-lock.json if they have changed. Returns 0, or the exit code of a failure. */
export async function install() {
  if (isInstalled()) return 0;
  console.error('installing the packages; the first time this takes a minute or two');
  // After an interrupted install a package may be incomplete, and npm would not notice.
  if (!existsSync(INSTALLED)) rmSync(inProject('node_modules'), { recursive: true, force: true });
  rmSync(INSTALLED, { force: true });
  const code = await npmInstall();
  if (code === 0 && isInstalled()) return 0;
  if (wasInterrupted(code)) return code;
  console.error('The install failed: see above, check that npm reaches its registry, and run the same command again.');
  return code === 0 ? 1 : code;
}

function isInstalled() {
  if (!existsSync(INSTALLED) || !existsSync(NODE)) return false;
  const installed = packagesIn(INSTALLED);
  return (
    Object.values(installed).every(isForThisMachine) &&
    Object.entries(packagesIn(inProject('package-lock.json'))).every(([name, { version, integrity, optional }]) => {
      const found = installed[name];
      if (found === undefined) return optional === true;
      return found.version === version && found.integrity === integrity && existsSync(inProject(name, 'package.json'));
    })
  );
}

function packagesIn(lockFile) {
  const { packages } = JSON.parse(readFileSync(lockFile, 'utf8'));
  // The entry of the project itself.
  delete packages[''];
  return packages;
}

/** node_modules may have been installed on another machine, or in a container. */
function isForThisMachine({ os, cpu }) {
  return (os?.includes(process.platform) ?? true) && (cpu?.includes(process.arch) ?? true);
}

/**
 * `npm ci` would fail: the lock file lacks optional packages of some platforms, since not every registry has them. Development
 * packages are needed for the build, whatever NODE_ENV is.
 */
async function npmInstall() {
  const args = ['install', '--no-save', '--include=dev', '--loglevel=error'];
  const env = { ...process.env, PATH: pathWithoutProject() };
  const npm = process.env.npm_execpath;
  if (npm?.endsWith('npm-cli.js') && !isInProject(process.execPath))
    return run(process.execPath, [npm, ...args], { env });
  return run('npm', args, { env, shell: process.platform === 'win32' });
}

/** npm may replace the Node in node_modules, so it must not run on that one. */
function pathWithoutProject() {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return folders.filter((folder) => !isInProject(folder)).join(path.delimiter);
}

function isInProject(file) {
  const modules = inProject('node_modules');
  return [file, existsSync(file) ? realpathSync(file) : file].some((one) => one.startsWith(modules));
}
