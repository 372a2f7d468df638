import type { Interpolation, ReportRequest } from '../../api/types.gen.js';
import { linesOf } from '../../parts/form/lines.js';

/** Reads the form of a new report. What is left empty is left to the API. */
export function toReportRequest(form: FormData): ReportRequest {
  const text = (name: string) => ((form.get(name) ?? '') as string).trim();
  const stores = linesOf(text('stores'));
  const periods = form.getAll('period') as string[];
  const windows = [...periods, ...linesOf(text('windows')).map(toWindow)];
  const reach = text('reach');
  return {
    asOf: text('asOf') === 'instant' ? text('instant') : text('asOf'),
    interpolation: text('interpolation') as Interpolation,
    ...(stores.length > 0 && { storeIds: stores }),
    ...(windows.length > 0 && { windows }),
    ...(reach !== '' && { reachHours: Number(reach) }),
  };
}

/** `from / to` is a window between two instants. Anything else is a duration or a period, or the API says what is wrong with it. */
function toWindow(line: string): string | { from: string; to: string } {
  const [from, to] = line.split('/').map((part) => part.trim());
  return from === undefined || to === undefined ? line : { from, to };
}
