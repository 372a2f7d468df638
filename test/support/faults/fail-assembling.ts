import { rm } from 'node:fs/promises';
import type { HttpClient } from '../client/http.js';
import type { TestSystem } from '../system/system.js';
import { exhaustRetries } from './exhaust-retries.js';

type System = Pick<TestSystem, 'config' | 'folder' | 'temporal'> & { readonly http: HttpClient };

/**
 * Fails a report while its CSV is written: there is a file at the path of the folder. Returns its id. It can be
 * retried once the file is removed.
 */
export async function failAssembling({ config, folder, temporal, http }: System): Promise<string> {
  await rm(config.reportsDir, { recursive: true, force: true });
  await folder.write('state/reports', 'a file where the folder should be');
  const { reportId } = (await http.post('/reports')).body as { reportId: string };
  await exhaustRetries({ temporal }, reportId, 'assembleCsv');
  await http.waitUntilEnded(reportId);
  return reportId;
}
