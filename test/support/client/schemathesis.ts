import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

const VERSION = '4.32.5';

/** The environment was moved to its place, so its scripts have a wrong path to Python. */
const COMMAND = 'import sys; from schemathesis.cli import schemathesis; sys.exit(schemathesis())';

/** Downloading takes seconds; if it takes minutes, the package index can't be reached. */
const INSTALL_TIMEOUT_MS = 120_000;

/** Longer than any run takes with the examples that are asked for. */
const RUN_TIMEOUT_MS = 240_000;

/** A response that the OpenAPI document does not allow, as Schemathesis found it. */
export interface Finding {
  readonly check: string;
  /** `GET /stores` */
  readonly operation: string;
  readonly status: number;
  readonly body: string;
}

/** The Python of an environment that has Schemathesis, which is made on first use and cached; or why there is none. */
export async function findSchemathesis(): Promise<{ python: string } | { reason: string }> {
  const cache = path.join(process.env.XDG_CACHE_HOME ?? path.join(homedir(), '.cache'), 'storelight');
  const kept = path.join(cache, `schemathesis-${VERSION}`);
  const python = path.join(kept, 'bin', 'python');
  if (existsSync(python)) return { python };
  await mkdir(cache, { recursive: true });
  const made = await mkdtemp(`${kept}-`);
  try {
    await run('python3', ['-m', 'venv', made]);
    await run(path.join(made, 'bin', 'python'), ['-m', 'pip', 'install', '-q', `schemathesis==${VERSION}`], {
      timeout: INSTALL_TIMEOUT_MS,
    });
    // Complete at its path, even if another run makes it, too.
    if (!existsSync(kept)) await rename(made, kept);
    return { python };
  } catch (error) {
    return { reason: String(error) };
  } finally {
    await rm(made, { recursive: true, force: true });
  }
}

/** Runs all phases of Schemathesis with an API key, and returns what it found. `folder` is for its files. */
export async function runSchemathesis(python: string, url: string, key: string, folder: string): Promise<Finding[]> {
  const report = path.join(folder, 'schemathesis.ndjson');
  const options = ['--max-examples', '3', '--seed', '1', '--no-shrink', '--continue-on-failure'];
  const access = ['--header', `Authorization: Bearer ${key}`];
  const reporting = ['--report', 'ndjson', '--report-ndjson-path', report, '--output-sanitize', 'false'];
  const { code, output } = await run(
    python,
    ['-c', COMMAND, 'run', `${url}/openapi.json`, ...options, ...access, ...reporting],
    {
      cwd: folder,
      timeout: RUN_TIMEOUT_MS,
      maxBuffer: 1 << 28,
    },
  ).then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: unknown) => ({ code: (error as { code: number }).code, output: (error as { stdout: string }).stdout }),
  );
  // 1: it has findings. Anything else is a run that did not end.
  if (code > 1 || !output.includes('Test Phases:')) throw new Error(output);
  return (await readFile(report, 'utf8')).split('\n').filter(Boolean).flatMap(findingsOf);
}

interface Recorder {
  readonly label: string;
  readonly checks?: Record<string, { name: string; status: string }[]>;
  readonly interactions?: Record<string, { response: { status_code: number; content: { $base64: string } } | null }>;
}

/** The failed checks of one line of the report. */
function findingsOf(line: string): Finding[] {
  const { ScenarioFinished: finished } = JSON.parse(line) as { ScenarioFinished?: { recorder: Recorder } };
  if (finished === undefined) return [];
  const { label, checks = {}, interactions = {} } = finished.recorder;
  return Object.entries(checks).flatMap(([id, results]) =>
    results
      .filter(({ status }) => status === 'failure')
      .map(({ name }) => {
        const response = interactions[id]?.response;
        const body = Buffer.from(response?.content.$base64 ?? '', 'base64').toString();
        return { check: name, operation: label, status: response?.status_code ?? 0, body };
      }),
  );
}
