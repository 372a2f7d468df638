import type { ReportDetail } from '../../../api/types.gen.js';

/** Whether the data of a report have changed since, and how; null before it has read some. */
export function describeStaleness({ stale, changed }: Pick<ReportDetail, 'stale' | 'changed'>): string | null {
  if (stale === null) return null;
  if (!stale) return 'yes: nothing that it counts has changed since';
  const { polls = 0, stores = 0 } = changed ?? {};
  const parts = [count(polls, 'new or corrected poll'), count(stores, 'new, deleted or changed store')];
  return `no: ${parts.filter((part) => part !== '').join(' and ')} since. A new report has them.`;
}

function count(number: number, thing: string): string {
  if (number === 0) return '';
  return `${number.toLocaleString('en')} ${thing}${number === 1 ? '' : 's'}`;
}
