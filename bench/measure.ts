import { mkdtemp, chmod, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startPostgres } from '../dev/embedded-postgres.js';
import { findTemporal } from '../dev/temporal-binary.js';
import { startTemporal } from '../dev/temporal-server.js';
import { migrate } from '../src/persistence/migrate.js';
import { measureBareCopy } from './bare-copy.js';
import { measureImport, measureReports } from './measure-product.js';
import { startProduct } from './product.js';

const USAGE = `Measures how long it takes to import a folder of CSV files and to report on it.

  npm run bench -- --data FOLDER [--reports N]

Brings its own PostgreSQL and Temporal, in a folder that is removed at the end, and starts the API and one worker as they
run in production. In the same run, PostgreSQL copies the poll file into a bare table: what any import has to pay.`;

const REPORTS = 5;

const { values } = parseArgs({
  options: { data: { type: 'string' }, reports: { type: 'string' }, help: { type: 'boolean' } },
});
if (values.help === true || values.data === undefined) {
  console.log(USAGE);
  process.exit(values.help === true ? 0 : 1);
}

const dataDir = path.resolve(values.data);
const folder = await mkdtemp(path.join(tmpdir(), 'storelight-bench-'));
// Where root runs this, PostgreSQL runs as another user.
await chmod(folder, 0o755);
const postgres = await startPostgres({ dir: path.join(folder, 'postgres') });
const temporal = await startTemporal({
  binary: await findTemporal(console.log, new AbortController().signal),
  dir: path.join(folder, 'temporal'),
  state: 'kept',
  namespace: 'default',
  uiPort: 'none',
});
try {
  await migrate(postgres.url);
  await measureBareCopy(postgres.url, dataDir);
  const product = await startProduct({
    DATABASE_URL: postgres.url,
    TEMPORAL_ADDRESS: temporal.address,
    DATA_DIR: dataDir,
    STATE_DIR: path.join(folder, 'state'),
  });
  try {
    await measureImport(product);
    await measureReports(product, Number(values.reports ?? REPORTS));
    console.log(`peak memory: worker ${await product.peakMemory('worker')}, API ${await product.peakMemory('API')}`);
  } finally {
    await product.stop();
  }
} finally {
  await temporal.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}
