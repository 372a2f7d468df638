import type { Instant } from '../src/domain/instant.js';
import type { GenerateReportInput } from '../src/domain/report-workflow.js';
import type { ReportFailure, ReportOrigin, ReportPart, ReportRequest } from '../src/domain/report.js';

/** The input of `failReport`. */
export interface FailReportInput extends ReportFailure {
  readonly reportId: string;
  readonly attempt: number;
}

/** The arguments of `pinReport`: one object; a list in activities that were scheduled before objects were used. */
export type PinReportArguments =
  | [input: GenerateReportInput]
  | [reportId: string, request: ReportRequest, requestedAt: Instant, origin?: ReportOrigin, attempt?: number];

export function toPinReportInput(args: PinReportArguments): GenerateReportInput {
  if (args.length === 1) return args[0];
  const [reportId, request, requestedAt, origin, attempt] = args;
  // Temporal passes missing arguments on as null.
  return { reportId, request, requestedAt, ...(origin != null && { origin }), ...(attempt != null && { attempt }) };
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
