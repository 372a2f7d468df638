import { readFile } from 'node:fs/promises';

export interface Instruction {
  /** Such as `COPY`. */
  readonly name: string;
  readonly value: string;
}

export interface Stage {
  readonly name: string;
  /** The image that it begins with. */
  readonly from: string;
  readonly instructions: readonly Instruction[];
}

export const DOCKERFILE = 'deploy/Dockerfile';

/** Reads the stages of the Dockerfile. It reads the part of the syntax that the file uses. */
export async function readStages(): Promise<Stage[]> {
  const text = await readFile(DOCKERFILE, 'utf8');
  const lines = text
    .replaceAll(/^\s*#.*\n/gm, '')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '');
  const stages: { name: string; from: string; instructions: Instruction[] }[] = [];
  for (const line of lines) {
    const [, name, value] = /^([A-Z]+) (.*)$/.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new Error(`${DOCKERFILE}: no instruction in "${line}"`);
    if (name === 'FROM') {
      const [from, , stage] = value.split(' ');
      stages.push({ name: stage!, from: from!, instructions: [] });
    } else stages.at(-1)!.instructions.push({ name, value });
  }
  return stages;
}

export function stageNamed(stages: readonly Stage[], name: string): Stage {
  const stage = stages.find((one) => one.name === name);
  if (stage === undefined) throw new Error(`${DOCKERFILE} has no stage ${name}`);
  return stage;
}

/** Returns the values of all instructions of a kind. */
export function valuesOf({ instructions }: Stage, name: string): string[] {
  return instructions.filter((one) => one.name === name).map(({ value }) => value);
}

/** Returns the variables that `ENV` sets. */
export function environmentOf(stage: Stage): Record<string, string> {
  return Object.fromEntries(
    valuesOf(stage, 'ENV')
      .flatMap((value) => value.split(/\s+/))
      .map((pair) => pair.split('=') as [string, string]),
  );
}
