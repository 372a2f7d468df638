import { readdir, readFile, writeFile } from 'node:fs/promises';

/** Clock ticks of the kernel per second, in /proc: always 100 for programs. */
const TICKS_PER_SECOND = 100;

const SAMPLE_INTERVAL_MS = 200;

/** Fields of /proc/PID/stat after the name in parentheses, from 0: see proc(5). */
const PARENT = 1;
const FIRST_TIME = 11;
const LAST_TIME = 14;

/** What processes of this machine use. Only Linux tells: elsewhere everything is null. */
export const isUsageKnown = process.platform === 'linux';

/** Returns the processor seconds of a process and of its children, also of those that have ended. */
export async function cpuSecondsOf(pid: number): Promise<number> {
  return (await readFamily(pid)).reduce((sum, [, { ticks }]) => sum + ticks, 0) / TICKS_PER_SECOND;
}

/** Returns a process and its children. */
export async function familyOf(pid: number): Promise<number[]> {
  return (await readFamily(pid)).map(([id]) => id);
}

/** Measures the largest sum of what a process and its children hold; memory that they share counts once. */
export class PeakMemory {
  private peak = 0;
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly pid: number) {
    this.timer = setInterval(() => void this.sample(), SAMPLE_INTERVAL_MS);
  }

  /** Ends measuring and returns megabytes. */
  async end(): Promise<number> {
    clearInterval(this.timer);
    await this.sample();
    return this.peak;
  }

  private async sample(): Promise<void> {
    this.peak = Math.max(this.peak, await heldMegabytes(this.pid));
  }
}

/** Returns the megabytes that a process and its children hold. */
export async function heldMegabytes(pid: number): Promise<number> {
  let [own, shared] = [0, 0];
  for (const id of await familyOf(pid)) {
    const status = await readFile(`/proc/${id}/status`, 'utf8').catch(() => '');
    const kilobytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0);
    own += kilobytes('RssAnon') + (id === pid ? kilobytes('RssFile') : 0);
    shared = Math.max(shared, kilobytes('RssShmem'));
  }
  return (own + shared) / 1024;
}

/** Returns the largest memory of a process since `resetPeak`, in megabytes. */
export async function peakMegabytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

/** Begins to measure the peak anew. See proc(5): 5 resets the peak to what is held now. */
export async function resetPeak(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/clear_refs`, '5');
}

interface ProcessStat {
  readonly parent: number;
  readonly ticks: number;
}

async function readFamily(pid: number): Promise<[id: number, ProcessStat][]> {
  return [...(await readStats())].filter(([id, { parent }]) => id === pid || parent === pid);
}

async function readStats(): Promise<Map<number, ProcessStat>> {
  const stats = new Map<number, ProcessStat>();
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = await readFile(`/proc/${name}/stat`, 'utf8').catch(() => null);
    if (stat === null) continue;
    const fields = stat
      .slice(stat.lastIndexOf(')') + 2)
      .split(' ')
      .map(Number);
    const ticks = fields.slice(FIRST_TIME, LAST_TIME + 1).reduce((sum, time) => sum + time, 0);
    stats.set(Number(name), { parent: fields[PARENT]!, ticks });
  }
  return stats;
}
