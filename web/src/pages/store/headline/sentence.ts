import type { UptimeTotal } from '../../../api/types.gen.js';
import { formatDuration } from '../../../parts/format/duration.js';
import { formatPercent } from '../../../parts/format/percent.js';

type Figures = Omit<UptimeTotal, 'uptimeSeconds' | 'coverage'>;

/** The uptime of some days in one sentence, as an owner reads it. */
export function describeUptime({ openSeconds, uptimePercent, downtimeSeconds, ...rest }: Figures): string {
  if (openSeconds === 0) return 'the store was closed as planned.';
  const open = formatDuration(openSeconds);
  const { unobservedSeconds, excusedSeconds } = rest;
  const excused = excusedSeconds === 0 ? '' : ` ${formatDuration(excusedSeconds)} are excused.`;
  if (excusedSeconds === openSeconds) return `open for ${open}, all of which is excused.`;
  if (uptimePercent === null) return `open for ${open}; no poll says whether it was online.${excused}`;
  const down =
    downtimeSeconds === 0 ? `never down in ${open}` : `down for ${formatDuration(downtimeSeconds)} of ${open}`;
  const unobserved =
    unobservedSeconds === 0 ? '' : ` For ${formatDuration(unobservedSeconds)} no poll says how it was.`;
  return `online ${formatPercent(uptimePercent)} of its observed open time, ${down}.${unobserved}${excused}`;
}
