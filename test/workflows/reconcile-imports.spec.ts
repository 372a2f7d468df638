import { randomUUID } from 'node:crypto';
import { access } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { MINUTE, type Instant } from '../../src/domain/time/instant.js';
import { ImportRepository } from '../../src/persistence/imports/import.repository.js';
import { NOW } from '../support/data/importing.js';
import { useSystem } from '../support/system/use-system.js';

const system = useSystem({ perTest: true });
let imports: ImportRepository;

beforeEach(async () => {
  imports = new ImportRepository(system.database);
});

async function begin(source: 'folder' | 'upload', startedAt: Instant): Promise<string> {
  const importId = randomUUID();
  await imports.begin({ importId, fileName: 'polls.csv', source, bytes: 10, startedAt });
  await system.folder.write(`state/uploads/${importId}`, 'ten bytes.');
  return importId;
}

const reconcile = async () => {
  const { client } = system.temporal;
  const { imports: closed }: any = await client.workflow.execute('reconcile', {
    workflowId: randomUUID(),
    taskQueue: system.config.taskQueue,
  });
  return closed;
};

const isThere = (importId: string) =>
  access(path.join(system.config.uploadsDir, importId)).then(
    () => true,
    () => false,
  );

describe('an import whose workflow is gone', () => {
  it('is Failed, says what to do, and leaves no file', async () => {
    const old = NOW - 10 * MINUTE;
    const [fromFolder, uploaded, young] = [
      await begin('folder', old),
      await begin('upload', old),
      await begin('upload', old + 1),
    ];
    await system.startWorker();
    expect((await reconcile()).sort()).toEqual([fromFolder, uploaded].sort());
    expect(await imports.find(fromFolder)).toMatchObject({
      status: 'Failed',
      error: 'its workflow is gone; the next import of the folder takes the file',
      finishedAt: NOW,
    });
    expect(await imports.find(uploaded)).toMatchObject({
      status: 'Failed',
      error: 'its workflow is gone; upload the file again',
    });
    expect([await isThere(uploaded), await isThere(young)]).toEqual([false, true]);
    expect(await imports.find(young)).toMatchObject({ status: 'Running' });
    expect(await reconcile()).toEqual([]);
  });

  it('is not closed while any workflow imports files', async () => {
    const importId = await begin('folder', NOW - 10 * MINUTE);
    const { client } = system.temporal;
    const ingestion = await client.workflow.start('ingestFolder', {
      workflowId: 'ingest-folder',
      taskQueue: system.config.taskQueue,
      startDelay: '1 hour',
    });
    await system.startWorker();
    expect(await reconcile()).toEqual([]);
    await ingestion.terminate();
    expect(await reconcile()).toEqual([importId]);
  });
});
