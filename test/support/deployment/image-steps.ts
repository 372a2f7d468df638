import { cp, mkdir, rename, symlink } from 'node:fs/promises';
import path from 'node:path';
import { runCommand } from '../../../dev/processes/command.js';
import { readStages, stageNamed, valuesOf, type Stage } from './dockerfile.js';

/** The folder of the program in the image. */
const APP = '/app';

/**
 * Carries out the steps of the Dockerfile in an ordinary folder, and returns what is /app in the image. Left out are the steps that
 * install packages of the operating system, and the second installation of the development packages: those of this project are
 * used. What one stage takes from another is moved.
 */
export async function makeApp(folder: string): Promise<string> {
  const stages = await readStages();
  const workDir = (name: string) => path.join(folder, name, APP);
  for (const name of ['dependencies', 'build']) {
    await mkdir(workDir(name), { recursive: true });
    if (name === 'build') await symlink(path.resolve('node_modules'), path.join(workDir(name), 'node_modules'));
    await carryOut(stageNamed(stages, name), workDir(name));
  }
  await mkdir(path.join(folder, 'run'));
  for (const value of valuesOf(stageNamed(stages, 'run'), 'COPY')) await moveFromStage(value, folder, workDir('run'));
  return workDir('run');
}

async function carryOut(stage: Stage, workDir: string): Promise<void> {
  for (const { name, value } of stage.instructions) {
    if (name === 'COPY') await copy(value, workDir);
    else if (name === 'RUN') await run(value, workDir);
    else if (name !== 'WORKDIR' || value !== APP) throw new Error(`${name} ${value} is not known here`);
  }
}

async function copy(value: string, workDir: string): Promise<void> {
  const words = value.split(' ');
  const target = words.pop()!;
  for (const source of words) {
    const into = target.endsWith('/') ? path.join(workDir, target, path.basename(source)) : path.join(workDir, target);
    // As .dockerignore says.
    await cp(source, into, { recursive: true, filter: (file) => !file.endsWith('.spec.ts') });
  }
}

/** npm looks at the registry only for what its cache lacks. */
async function run(command: string, workDir: string): Promise<void> {
  const env = { ...process.env, npm_config_prefer_offline: 'true', npm_config_update_notifier: 'false' };
  await runCommand('sh', ['-e', '-c', command], { cwd: workDir, env });
}

async function moveFromStage(value: string, folder: string, workDir: string): Promise<void> {
  const [, stage, source, target] = /^--from=(\w+) (\S+) (\S+)$/.exec(value) ?? [];
  if (stage === undefined) throw new Error(`COPY ${value} is not known here`);
  await rename(path.join(folder, stage, source!), path.join(workDir, target!));
}
