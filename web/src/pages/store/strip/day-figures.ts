import { formatDuration } from '../../../parts/format/duration.js';
import { formatPercent } from '../../../parts/format/percent.js';
import type { UptimeOfDay } from '../../../api/types.gen.js';

type Figures = Pick<UptimeOfDay, 'openSeconds' | 'downtimeSeconds' | 'unobservedSeconds' | 'uptimePercent'>;

/** The number of a day, and what is behind it: a day that no poll saw was not "never down". */
export function describeDay({ openSeconds, downtimeSeconds, unobservedSeconds, uptimePercent }: Figures): {
  figure: string;
  notes: string[];
} {
  if (openSeconds === 0) return { figure: 'closed', notes: [] };
  if (uptimePercent === null) return { figure: 'not observed', notes: [`${formatDuration(openSeconds)} open`] };
  const notes = [
    ...(downtimeSeconds > 0 ? [`${formatDuration(downtimeSeconds)} down`] : []),
    ...(unobservedSeconds > 0 ? [`${formatDuration(unobservedSeconds)} not observed`] : []),
  ];
  return { figure: formatPercent(uptimePercent), notes: notes.length === 0 ? ['never down'] : notes };
}
