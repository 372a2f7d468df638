import { readFile } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { COMPOSE_FILE, parseEnvironmentFile, readCompose, variablesIn } from '../../support/deployment/compose.js';
import { documentedEnvironment } from '../../support/deployment/documented-environment.js';

const PASSWORDS = ['POSTGRES_PASSWORD', 'PROCESS_PASSWORD', 'TEMPORAL_PASSWORD'];

let variables: Record<string, string>;

beforeAll(async () => {
  variables = await documentedEnvironment();
});

describe('.env', () => {
  it('has, as the documented commands write it, everything that must be set, and a password of its own for each part', () => {
    const passwords = PASSWORDS.map((name) => variables[name]);
    for (const password of passwords) expect(password).toMatch(/^[0-9a-f]{48}$/);
    expect(new Set(passwords).size).toBe(PASSWORDS.length);
  });

  it.each([...PASSWORDS, 'DATA_DIR'])('must have %s: there is no default', async (name) => {
    await expect(readCompose({ ...variables, [name]: '' })).rejects.toThrow(`${name} is not set: set it in .env`);
  });

  it('has no secret in its example, and no variable that docker-compose.yml does not have', async () => {
    const example = await readFile('.env.example', 'utf8');
    for (const name of PASSWORDS) expect(parseEnvironmentFile(example)).toMatchObject({ [name]: '' });
    const known = [...variablesIn(await readFile(COMPOSE_FILE, 'utf8')).keys()];
    const named = [...example.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map(([, name]) => name);
    expect(known).toEqual(expect.arrayContaining(named));
  });

  it('has every password of docker-compose.yml, is not committed, and does not get into the image', async () => {
    const text = await readFile(COMPOSE_FILE, 'utf8');
    const secrets = [...text.matchAll(/(?:PASSWORD|PWD): (.*)$|:\/\/\w+:([^@]*)@/gm)].map(([, a, b]) => a ?? b!);
    expect(secrets.length).toBeGreaterThan(5);
    expect(await readFile('.gitignore', 'utf8')).toMatch(/^\.env$/m);
    expect(await readFile('.dockerignore', 'utf8')).toMatch(/^\*$/m);
    for (const secret of secrets) expect(secret).toMatch(/^(&\S+ )?\$\{\w+:\?set it in \.env\}$|^\*temporal-password$/);
  });
});
