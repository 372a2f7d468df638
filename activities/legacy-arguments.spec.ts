import { describe, expect, it } from '@jest/globals';
import type { ReportRequest } from '../src/domain/report.js';
import { toFailReportInput, toPinReportInput, type PinReportArguments } from './legacy-arguments.js';

const request: ReportRequest = { asOf: 'latest', storeIds: null, interpolation: 'nearest', reachHours: 24 };

describe('an activity that was scheduled with a list of arguments', () => {
  it('pins the same report as one that was scheduled with an object', () => {
    const input = { reportId: 'r', request, requestedAt: 7, origin: { trigger: 'remake' }, attempt: 2 } as const;
    expect(toPinReportInput(['r', request, 7, { trigger: 'remake' }, 2])).toEqual(input);
    expect(toPinReportInput([input])).toEqual(input);
  });

  it('may lack the last arguments, which may also arrive as null', () => {
    expect(toPinReportInput(['r', request, 7])).toEqual({ reportId: 'r', request, requestedAt: 7 });
    expect(toPinReportInput(['r', request, 7, null, null] as unknown as PinReportArguments)).toEqual({
      reportId: 'r',
      request,
      requestedAt: 7,
    });
  });

  it('fails the same attempt of a report as one that was scheduled with an object', () => {
    const input = { reportId: 'r', reason: 'why', part: 'compute', attempt: 3 } as const;
    expect(toFailReportInput(['r', 'why', 'compute', 3])).toEqual(input);
    expect(toFailReportInput([input])).toEqual(input);
    expect(toFailReportInput(['r', 'why'])).toEqual({ reportId: 'r', reason: 'why', part: null, attempt: 1 });
  });
});
