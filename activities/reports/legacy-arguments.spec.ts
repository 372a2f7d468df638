import { describe, expect, it } from '@jest/globals';
import type { ReportRequest } from '../../src/domain/reports/report.js';
import { toGenerateReportInput } from '../../src/domain/reports/report-workflow.js';
import { toFailReportInput, toPinReportInput, type PinReportArguments } from './legacy-arguments.js';

const request: ReportRequest = { asOf: 'latest', storeIds: null, interpolation: 'nearest', reachHours: 24 };

describe('the input of a report', () => {
  const at = 1_675_209_600_000_001;
  const report = {
    reportId: 'r',
    request: { ...request, asOf: at, windows: ['PT1H'] },
    requestedAt: at + 1,
    origin: {
      trigger: 'remake',
      scheduledAt: at + 2,
      pinned: { asOf: at + 3, dataVersion: 7 },
      remadeFrom: { reportId: 'q', timeZoneRelease: '2026d' },
    },
  } as const;

  it('has instants that people can read', () => {
    expect(toGenerateReportInput(report)).toMatchObject({
      request: { asOf: '2023-02-01T00:00:00.000001Z', windows: ['PT1H'] },
      requestedAt: '2023-02-01T00:00:00.000002Z',
      origin: { scheduledAt: '2023-02-01T00:00:00.000003Z', pinned: { asOf: '2023-02-01T00:00:00.000004Z' } },
    });
  });

  it('is read as it was written, to the microsecond, and also with the numbers of old histories', () => {
    expect(toPinReportInput([toGenerateReportInput(report)])).toEqual(report);
    expect(toPinReportInput([report])).toEqual(report);
  });

  it.each(['latest', 'now'] as const)('may be as of %s', (asOf) => {
    const asked = { ...report, request: { ...request, asOf }, origin: { trigger: 'request' } } as const;
    expect(toPinReportInput([toGenerateReportInput(asked)])).toEqual(asked);
  });

  it('with an instant that is none is an error', () => {
    expect(() => toPinReportInput([{ reportId: 'r', request, requestedAt: 'yesterday' }])).toThrow(
      '"yesterday" is not an instant',
    );
  });
});

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
