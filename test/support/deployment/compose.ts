import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';

export interface Service {
  readonly image: string;
  readonly build?: { readonly context: string; readonly dockerfile: string };
  readonly command?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly volumes?: readonly string[];
  readonly ports?: readonly string[];
  readonly networks?: readonly string[];
  readonly network_mode?: string;
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly restart: string;
  readonly read_only?: boolean;
  readonly stop_grace_period?: string;
  readonly profiles?: readonly string[];
  readonly deploy?: { readonly replicas: number };
}

export interface ComposeFile {
  readonly services: Readonly<Record<string, Service>>;
  readonly networks: Readonly<Record<string, { readonly internal?: boolean } | null>>;
  readonly volumes: Readonly<Record<string, unknown>>;
}

export const COMPOSE_FILE = 'docker-compose.yml';

/** A variable of .env in the file: `${NAME}`, `${NAME:-default}` or `${NAME:?message}`. */
const VARIABLE = /\$\{(\w+)(?:(:[-?])([^}]*))?\}/g;

/** Reads docker-compose.yml with the variables of an .env in their places. */
export async function readCompose(variables: Readonly<Record<string, string>>): Promise<ComposeFile> {
  const file = parse(await readFile(COMPOSE_FILE, 'utf8'), { merge: true }) as unknown;
  return interpolate(file, variables) as ComposeFile;
}

/** Puts variables in their places, as Docker Compose does: after parsing, in every text. */
function interpolate(value: unknown, variables: Readonly<Record<string, string>>): unknown {
  if (typeof value === 'string') return interpolateText(value, variables);
  if (Array.isArray(value)) return value.map((one) => interpolate(one, variables));
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(entries.map(([key, one]) => [key, interpolate(one, variables)]));
}

export function interpolateText(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(VARIABLE, (_, name: string, kind?: string, rest?: string) => {
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (kind === ':-') return rest ?? '';
    throw new Error(`${name} is not set: ${rest ?? 'it has no default'}`);
  });
}

/** Returns the variables of .env that a text has, with the default of each; undefined if it must be set. */
export function variablesIn(text: string): Map<string, string | undefined> {
  const found = [...text.matchAll(VARIABLE)];
  return new Map(found.map(([, name, kind, rest]) => [name!, kind === ':-' ? rest! : undefined]));
}

/** Parses a file like .env. */
export function parseEnvironmentFile(text: string): Record<string, string> {
  const lines = text.split('\n').filter((line) => /^\w+=/.test(line));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]));
}
