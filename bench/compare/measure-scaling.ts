import { execFileSync, spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import path from 'node:path';
import { generateData } from '../data/generate-data.js';
import { CALM_LOG } from '../data/poll-log.js';
import { familyOf } from '../report/process-usage.js';
import { medianOf } from '../report/results.js';
import type { BenchServers } from '../servers.js';
import { formatTurns, reportInTurns, type Compared, type ReportTimes } from './in-turns.js';
import { withProduct } from './with-product.js';

const LOG = { ...CALM_LOG, days: 7, pollsPerDay: 18.5 };

const ONE = 'one worker';

/** Reports on the same stores in turns: with one worker, with two, and with PostgreSQL on a core of its own and two workers on the others. */
export async function measureScaling(stores: number): Promise<void> {
  const data = async ({ folder }: BenchServers) => {
    const dataDir = path.join(folder, 'week');
    await generateData(dataDir, { ...LOG, seed: 1, stores });
    return dataDir;
  };
  await withProduct(ONE, data, async (one) =>
    withProduct(
      'two workers',
      data,
      async (two) => {
        if (!canPin()) {
          console.log('PostgreSQL is not held to a core: that needs Linux, taskset and two cores');
          tell(await reportInTurns([one, two]));
          return;
        }
        await withProduct(
          'two, PostgreSQL on a core of its own',
          data,
          async (apart) => {
            await pin(apart);
            tell(await reportInTurns([one, two, apart]));
          },
          2,
        );
      },
      2,
    ),
  );
}

function tell(times: ReadonlyMap<string, readonly ReportTimes[]>): void {
  console.log(`\n${formatTurns(times)}`);
  const one = times.get(ONE)!;
  const [total, chunks] = [medianOf(one.map((each) => each.total)), medianOf(one.map(({ chunks: part }) => part))];
  const share = Math.round((100 * chunks) / total);
  console.log(
    `\n${share} % of a report by one worker are chunks, which other workers can take; ${100 - share} % are not`,
  );
}

function canPin(): boolean {
  if (process.platform !== 'linux' || cpus().length < 2) return false;
  try {
    execFileSync('taskset', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Holds PostgreSQL to the first core, and all else to the others. Processes that it starts later inherit that. */
async function pin({ product, servers }: Compared): Promise<void> {
  const others = `1-${cpus().length - 1}`;
  // First the server itself, so that processes that it starts meanwhile are held, too.
  hold(servers.pids.PostgreSQL, '0');
  for (const pid of await familyOf(servers.pids.PostgreSQL)) hold(pid, '0');
  for (const pid of [product.pids.API, ...product.workerPids, ...(await familyOf(servers.pids.Temporal))]) {
    hold(pid, others);
  }
}

/** Nothing happens if the process has ended. */
function hold(pid: number, cores: string): void {
  spawnSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(pid)], { stdio: 'ignore' });
}
