import { parseInstant, type Instant } from '../../src/domain/time/instant.js';
import type { GenerateReportInput, HistoryInstant } from '../../src/domain/reports/report-workflow.js';
import type { ReportFailure, ReportOrigin, ReportPart, ReportRequest } from '../../src/domain/reports/report.js';

/** The input of `pinReport`. */
export interface PinReportInput {
  readonly reportId: string;
  readonly request: ReportRequest;
  readonly requestedAt: Instant;
  readonly origin?: ReportOrigin;
  readonly attempt?: number;
}

/** The input of `failReport`. */
export interface FailReportInput extends ReportFailure {
  readonly reportId: string;
  readonly attempt: number;
}

/** The arguments of `pinReport`: one object; a list in activities that were scheduled before objects were used. */
export type PinReportArguments =
  | [input: GenerateReportInput]
  | [reportId: string, request: ReportRequest, requestedAt: Instant, origin?: ReportOrigin, attempt?: number];

export function toPinReportInput(args: PinReportArguments): PinReportInput {
  if (args.length === 1) return withInstants(args[0]);
  const [reportId, request, requestedAt, origin, attempt] = args;
  // Temporal passes missing arguments on as null.
  return { reportId, request, requestedAt, ...(origin != null && { origin }), ...(attempt != null && { attempt }) };
}

function withInstants({ request, requestedAt, origin, ...input }: GenerateReportInput): PinReportInput {
  const { asOf } = request;
  return {
    ...input,
    request: { ...request, asOf: asOf === 'latest' || asOf === 'now' ? asOf : toInstant(asOf) },
    requestedAt: toInstant(requestedAt),
    ...(origin != null && { origin: withOriginInstants(origin) }),
  };
}

function withOriginInstants({
  scheduledAt,
  pinned,
  ...unchanged
}: NonNullable<GenerateReportInput['origin']>): ReportOrigin {
  return {
    ...unchanged,
    ...(scheduledAt != null && { scheduledAt: toInstant(scheduledAt) }),
    ...(pinned != null && { pinned: { ...pinned, asOf: toInstant(pinned.asOf) } }),
  };
}

/** Reads an instant of a history, which is a number in old ones. */
function toInstant(written: HistoryInstant): Instant {
  const instant = typeof written === 'number' ? written : parseInstant(written, 'required');
  if (typeof instant !== 'number') throw new RangeError(`${JSON.stringify(written)} is not an instant`);
  return instant;
}

/** The arguments of `failReport`, also as a list. */
export type FailReportArguments =
  [input: FailReportInput] | [reportId: string, reason: string, part?: ReportPart | null, attempt?: number];

export function toFailReportInput(args: FailReportArguments): FailReportInput {
  const [first] = args;
  if (typeof first !== 'string') return first;
  const [reportId, reason, part, attempt] = args as Exclude<FailReportArguments, [FailReportInput]>;
  return { reportId, reason, part: part ?? null, attempt: attempt ?? 1 };
}
