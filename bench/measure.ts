import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { measureBareCopy } from './bare-copy.js';
import { measureAttributes } from './compare/measure-attributes.js';
import { measureHistory } from './compare/measure-history.js';
import { measureScaling } from './compare/measure-scaling.js';
import { measureFiles } from './measure-files.js';
import { measureIngestion } from './measure-import.js';
import { measureImport, measureReports } from './measure-product.js';
import { measureSize } from './measure-size.js';
import { measurePage } from './page/measure-page.js';
import { measureReportsAndImports } from './report/measure-reports.js';
import { measureRequests } from './requests/measure-requests.js';
import { startProduct } from './product.js';
import { withServers } from './servers.js';

const USAGE = `Measures Storelight on this machine.

  npm run bench [-- --sizes N,N] [--compare FILE]
                                                 uploads and reports of made-up stores, calm and flapping, beside COPY and DuckDB
  npm run bench -- --data FOLDER [--reports N]   imports a folder of CSV files and reports on it
  npm run bench -- ingest [--large]              uploads and pushes made-up polls of 14,000 stores
  npm run bench -- size [STORES...]              reports on 14,000 and then 1,000,000 generated stores, and prints what that
                                                 leaves in Temporal
  npm run bench -- files [STORES]                downloads each file of a report on 100,000 generated stores: time, size and memory
  npm run bench -- attributes [STORES]           reports on 30,000 generated stores, in turns bare and with groups, special hours,
                                                 closures and targets: time, ratio and memory
  npm run bench -- history [STORES]              reports on 3,000 generated stores, in turns with a week of polls, with 26 weeks, and with
                                                 a tenth of the polls corrected twice
  npm run bench -- scaling [STORES]              reports on 30,000 generated stores, in turns with one worker, with two, and with
                                                 PostgreSQL on a core of its own
  npm run bench -- requests [STORES]             what is asked for beside, at 14,000 generated stores: the report on one store, status,
                                                 timeline, sorted pages, a push
  npm run bench -- page [STORES]                 opens the page in Chromium at 14,000 generated stores: time to the first useful
                                                 paint, and how smoothly the longest table scrolls

Brings its own PostgreSQL and Temporal, in a folder that is removed at the end, and starts the API and one worker as they
run in production. In the same run, PostgreSQL copies the poll file into a bare table: what any import has to pay.

  --sizes N,N   numbers of stores; a million have a day of polls, fewer a week     (14000)
  --reports N   how many reports to make                                          (7; of a folder 5)
  --json FILE   where to write the results as JSON                                (.storelight/bench.json)
  --compare FILE
                results of an earlier run as JSON: prints the ratio to them
  --large       also two files of 10 million polls, and an hour's polls after them; takes 6 GB of disk`;

const REPORTS = 5;

/** Reports of each made-up data that are counted. */
const ROUNDS = 7;

const FILE_STORES = 100_000;

const ATTRIBUTE_STORES = 30_000;

/** With 26 weeks, 13 million polls. */
const HISTORY_STORES = 3_000;

const SCALING_STORES = 30_000;

const REQUEST_STORES = 14_000;

const PAGE_STORES = 14_000;

const SIZES = [14_000, 1_000_000];

const { values, positionals } = parseArgs({
  options: {
    data: { type: 'string' },
    sizes: { type: 'string' },
    json: { type: 'string' },
    compare: { type: 'string' },
    reports: { type: 'string' },
    large: { type: 'boolean' },
    help: { type: 'boolean' },
  },
  allowPositionals: true,
});

async function measureFolder(data: string): Promise<void> {
  const dataDir = path.resolve(data);
  await withServers(async (servers) => {
    await measureBareCopy(servers.ownerUrl, dataDir);
    const product = await startProduct(servers, dataDir);
    try {
      await measureImport(product);
      await measureReports(product, Number(values.reports ?? REPORTS));
      console.log(`peak memory: worker ${await product.peakMemory('worker')}, API ${await product.peakMemory('API')}`);
    } finally {
      await product.stop();
    }
  });
}

const [name = null, ...rest] = positionals;
const numberOr = (stores: number) => Number(rest[0] ?? stores);

/** By name; each brings its own servers. */
const BENCHMARKS: Readonly<Record<string, () => Promise<void>>> = {
  ingest: () => withServers((servers) => measureIngestion(servers, values.large ?? false)),
  size: () => withServers((servers) => measureSize(servers, rest.length === 0 ? SIZES : rest.map(Number))),
  files: () => withServers((servers) => measureFiles(servers, numberOr(FILE_STORES))),
  attributes: () => measureAttributes(numberOr(ATTRIBUTE_STORES)),
  history: () => measureHistory(numberOr(HISTORY_STORES)),
  scaling: () => measureScaling(numberOr(SCALING_STORES)),
  requests: () => withServers((servers) => measureRequests(servers, numberOr(REQUEST_STORES))),
  page: () => withServers((servers) => measurePage(servers, numberOr(PAGE_STORES))),
};

if (values.help === true) {
  console.log(USAGE);
} else if (name !== null) {
  const benchmark = BENCHMARKS[name];
  if (benchmark === undefined) {
    console.error(`There is no benchmark "${name}".\n\n${USAGE}`);
    process.exitCode = 1;
  } else {
    await benchmark();
  }
} else if (values.data !== undefined) {
  await measureFolder(values.data);
} else {
  await mkdir('.storelight', { recursive: true });
  await measureReportsAndImports({
    sizes: (values.sizes ?? '14000').split(',').map(Number),
    rounds: Number(values.reports ?? ROUNDS),
    json: values.json ?? path.join('.storelight', 'bench.json'),
    compare: values.compare ?? null,
  });
}
