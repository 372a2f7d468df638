import {
  Client,
  Connection,
  isGrpcServiceError,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type ConnectionLike,
  type WorkflowExecutionStatusName,
  type WorkflowIdReusePolicy,
} from '@temporalio/client';
import { required, type Config } from '../config/config.js';
import { formatInstant } from '../domain/instant.js';
import type { GenerateReportInput } from '../../workflows/generate-report.js';
import type { ingestUpload } from '../../workflows/ingest-upload.js';

/** A file of an upload. */
export type Upload = Parameters<typeof ingestUpload>[0][number];

/** Milliseconds after which a call to Temporal is given up. */
const CALL_TIMEOUT_MS = 3_000;

/** gRPC's DEADLINE_EXCEEDED and UNAVAILABLE: https://grpc.io/docs/guides/status-codes/ */
const UNAVAILABLE_CODES: readonly number[] = [4, 14];

export interface TemporalClientOptions {
  /** host:port */
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Where people look at workflows; undefined where nobody said. */
  readonly uiUrl: string | undefined;
}

/** What a configuration says of Temporal. */
export function temporalClientOptions(config: Config): TemporalClientOptions {
  return {
    address: required(config, 'temporalAddress'),
    namespace: config.temporalNamespace,
    taskQueue: config.taskQueue,
    uiUrl: config.temporalUiUrl,
  };
}

/** What the API asks of Temporal, and a worker that looks after reports. Connects when first used, so that the API can start while Temporal is down. */
export class TemporalClient {
  private readonly client: Client;

  constructor(
    private readonly options: TemporalClientOptions,
    connection: ConnectionLike = Connection.lazy({ address: options.address, connectTimeout: CALL_TIMEOUT_MS }),
  ) {
    this.client = new Client({ connection, namespace: options.namespace });
  }

  /** Starts a report's workflow. Does nothing where it was started already. */
  async startReport(report: GenerateReportInput): Promise<void> {
    await this.startOnce(report, 'REJECT_DUPLICATE');
  }

  /**
   * Starts the workflow of a report again that is not complete, however the one before ended. False where that has not
   * ended.
   */
  async resumeReport(report: GenerateReportInput): Promise<boolean> {
    return this.startOnce(report, 'ALLOW_DUPLICATE');
  }

  /** What Temporal knows of a report's workflow; null where it knows none. */
  async reportWorkflowStatus(reportId: string): Promise<WorkflowExecutionStatusName | null> {
    try {
      const { status } = await this.call(() => this.client.workflow.getHandle(reportWorkflowId(reportId)).describe());
      return status.name;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }

  private async startOnce(report: GenerateReportInput, workflowIdReusePolicy: WorkflowIdReusePolicy): Promise<boolean> {
    try {
      await this.call(() =>
        this.client.workflow.start('generateReport', {
          workflowId: reportWorkflowId(report.reportId),
          workflowIdReusePolicy,
          taskQueue: this.options.taskQueue,
          staticSummary: describeReport(report),
          args: [report],
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  /** Asks a report's workflow to end. False where there is none that runs. */
  async cancelReport(reportId: string): Promise<boolean> {
    if ((await this.reportWorkflowStatus(reportId)) !== 'RUNNING') return false;
    await this.call(() => this.client.workflow.getHandle(reportWorkflowId(reportId)).cancel());
    return true;
  }

  /** Whether any workflow is at work on files, as far as the server's list goes, which lags behind by a moment. */
  async hasRunningImports(): Promise<boolean> {
    const query = `ExecutionStatus = "Running" and WorkflowType in ("ingestFolder", "ingestUpload") and TaskQueue = "${this.options.taskQueue}"`;
    const { count } = await this.call(() => this.client.workflow.count(query));
    return count > 0;
  }

  /** Starts the import of uploaded files. */
  async startUpload(files: readonly Upload[]): Promise<void> {
    await this.call(() =>
      this.client.workflow.start('ingestUpload', {
        workflowId: `ingest-upload-${files[0]!.importId}`,
        taskQueue: this.options.taskQueue,
        args: [files],
      }),
    );
  }

  /** Asks Temporal what it is asked for nowhere else, and gives up where it does not answer. */
  async run<T>(question: (client: Client) => Promise<T>): Promise<T> {
    return this.call(() => question(this.client));
  }

  /** Fails where Temporal does not answer. */
  async ping(): Promise<void> {
    await this.call(() => this.client.workflowService.describeNamespace({ namespace: this.options.namespace }));
  }

  /** Where a report's workflow can be looked at, if there is such a place. */
  reportWorkflowUrl(reportId: string): string | null {
    const { uiUrl, namespace } = this.options;
    return uiUrl === undefined ? null : `${uiUrl}/namespaces/${namespace}/workflows/${reportWorkflowId(reportId)}`;
  }

  async close(): Promise<void> {
    await this.client.connection.close();
  }

  private async call<T>(call: () => Promise<T>): Promise<T> {
    return this.client.withDeadline(Date.now() + CALL_TIMEOUT_MS, call);
  }
}

export function reportWorkflowId(reportId: string): string {
  return `report-${reportId}`;
}

/** One line for who looks at the workflow in Temporal. */
export function describeReport({ request, attempt = 1 }: Pick<GenerateReportInput, 'request' | 'attempt'>): string {
  const { asOf, storeIds, windows } = request;
  const stores = storeIds === null ? 'every store' : `${storeIds.length} ${storeIds.length === 1 ? 'store' : 'stores'}`;
  return [
    `Report on ${stores} as of ${typeof asOf === 'number' ? formatInstant(asOf) : asOf}`,
    ...(windows == null ? [] : [`over ${windows.join(', ')}`]),
    ...(attempt === 1 ? [] : [`attempt ${attempt}`]),
  ].join(', ');
}

/** Whether an error says that Temporal can't be reached or does not answer. */
export function isTemporalUnavailable(error: unknown): boolean {
  for (let current = error; Error.isError(current); current = current.cause) {
    if (isGrpcServiceError(current) && UNAVAILABLE_CODES.includes(current.code)) return true;
    if (/failed to connect/i.test(current.message) && /deadline/i.test(current.message)) return true;
  }
  return false;
}
