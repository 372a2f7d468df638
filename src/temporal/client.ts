import {
  Client,
  Connection,
  WorkflowExecutionAlreadyStartedError,
  WorkflowNotFoundError,
  type ConnectionLike,
  type WorkflowExecutionStatusName,
  type WorkflowIdReusePolicy,
} from '@temporalio/client';
import type { generateReport } from '../../workflows/generate-report.js';
import type { ingestUpload } from '../../workflows/ingest-upload.js';
import { deadlineIn } from '../clock.js';
import { required, type Config } from '../config/config.js';
import type { TemporalCredentials } from '../config/temporal-settings.js';
import { uploadWorkflowId, type UploadedFile } from '../domain/import.js';
import { formatInstant } from '../domain/time/instant.js';
import { reportWorkflowId, type GenerateReportInput } from '../domain/reports/report-workflow.js';

const CALL_TIMEOUT_MS = 3_000;

export interface TemporalClientOptions {
  /** host:port */
  readonly address: string;
  readonly namespace: string;
  readonly credentials: TemporalCredentials;
  readonly taskQueue: string;
  /** The URL of Temporal's page; undefined if it is not known. */
  readonly uiUrl: string | undefined;
}

export function temporalClientOptions(config: Config): TemporalClientOptions {
  return {
    address: required(config, 'temporalAddress'),
    namespace: config.temporalNamespace,
    credentials: config.temporalCredentials,
    taskQueue: config.taskQueue,
    uiUrl: config.temporalUiUrl,
  };
}

/**
 * The requests of the API, and of the reconciler, to Temporal. Each fails after a timeout. Connects on first use, so that
 * the API can start while Temporal is down.
 */
export class TemporalClient {
  private readonly client: Client;

  constructor(
    private readonly options: TemporalClientOptions,
    connection: ConnectionLike = Connection.lazy({
      ...options.credentials,
      address: options.address,
      connectTimeout: CALL_TIMEOUT_MS,
    }),
  ) {
    this.client = new Client({ connection, namespace: options.namespace });
  }

  /** Starts a report's workflow, unless it was ever started. */
  async startReport(input: GenerateReportInput): Promise<void> {
    await this.startOnce(input, 'REJECT_DUPLICATE');
  }

  /** Starts a report's workflow again, however the previous run ended. Returns false if one is running. */
  async resumeReport(input: GenerateReportInput): Promise<boolean> {
    return this.startOnce(input, 'ALLOW_DUPLICATE');
  }

  /** Returns the status of a report's workflow; null if Temporal knows none. */
  async reportWorkflowStatus(reportId: string): Promise<WorkflowExecutionStatusName | null> {
    try {
      const { status } = await this.run((client) => client.workflow.getHandle(reportWorkflowId(reportId)).describe());
      return status.name;
    } catch (error) {
      if (error instanceof WorkflowNotFoundError) return null;
      throw error;
    }
  }

  private async startOnce(input: GenerateReportInput, workflowIdReusePolicy: WorkflowIdReusePolicy): Promise<boolean> {
    try {
      await this.run((client) =>
        client.workflow.start<typeof generateReport>('generateReport', {
          workflowId: reportWorkflowId(input.reportId),
          workflowIdReusePolicy,
          taskQueue: this.options.taskQueue,
          staticSummary: describeReport(input),
          args: [input],
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof WorkflowExecutionAlreadyStartedError) return false;
      throw error;
    }
  }

  /** Requests the cancellation of a report's workflow. Returns false if none is running. */
  async cancelReport(reportId: string): Promise<boolean> {
    if ((await this.reportWorkflowStatus(reportId)) !== 'RUNNING') return false;
    await this.run((client) => client.workflow.getHandle(reportWorkflowId(reportId)).cancel());
    return true;
  }

  /** Whether any workflow is importing files. The server's list lags behind by a moment. */
  async hasRunningImports(): Promise<boolean> {
    const query = `ExecutionStatus = "Running" and WorkflowType in ("ingestFolder", "ingestUpload") and TaskQueue = "${this.options.taskQueue}"`;
    const { count } = await this.run((client) => client.workflow.count(query));
    return count > 0;
  }

  /** Starts the import of uploaded files. */
  async startUpload(files: readonly UploadedFile[], stores: readonly string[] | undefined): Promise<void> {
    await this.run((client) =>
      client.workflow.start<typeof ingestUpload>('ingestUpload', {
        workflowId: uploadWorkflowId(files[0]!.importId),
        taskQueue: this.options.taskQueue,
        args: stores === undefined ? [files] : [files, stores],
      }),
    );
  }

  /** Throws if Temporal does not respond. */
  async ping(): Promise<void> {
    await this.run((client) => client.workflowService.describeNamespace({ namespace: this.options.namespace }));
  }

  /** Returns the URL of a report's workflow on Temporal's page, if that is known. */
  reportWorkflowUrl(reportId: string): string | null {
    const { uiUrl, namespace } = this.options;
    return uiUrl === undefined ? null : `${uiUrl}/namespaces/${namespace}/workflows/${reportWorkflowId(reportId)}`;
  }

  /** Runs a request that has no method here, such as those about schedules. */
  async run<T>(request: (client: Client) => Promise<T>): Promise<T> {
    return this.client.withDeadline(deadlineIn(CALL_TIMEOUT_MS), () => request(this.client));
  }

  async close(): Promise<void> {
    await this.client.connection.close();
  }
}

/** Describes a report in one line, for Temporal's page. */
export function describeReport({ request, attempt = 1 }: Pick<GenerateReportInput, 'request' | 'attempt'>): string {
  const { asOf, storeIds, windows } = request;
  const stores = storeIds === null ? 'every store' : `${storeIds.length} ${storeIds.length === 1 ? 'store' : 'stores'}`;
  return [
    `Report on ${stores} as of ${typeof asOf === 'number' ? formatInstant(asOf) : asOf}`,
    ...(windows == null ? [] : [`over ${windows.join(', ')}`]),
    ...(attempt === 1 ? [] : [`attempt ${attempt}`]),
  ].join(', ');
}
