import { reportWorkflowId } from '../../../src/domain/reports/report-workflow.js';
import type { TestSystem } from '../system/system.js';
import { waitFor } from '../wait-for.js';

/** Waits until an activity of a report has failed, and makes its next attempt the last: retries would take minutes. */
export async function exhaustRetries(
  { temporal }: Pick<TestSystem, 'temporal'>,
  reportId: string,
  activity: string,
): Promise<void> {
  const { client, namespace } = temporal;
  const workflow = client.workflow.getHandle(reportWorkflowId(reportId));
  await waitFor(`${activity} to be tried again`, async () => {
    const { raw } = await workflow.describe();
    return raw.pendingActivities?.some(
      ({ attempt, activityType, lastFailure }) => activityType?.name === activity && attempt! > 1 && lastFailure,
    );
  });
  await client.workflowService.updateActivityOptions({
    namespace,
    execution: { workflowId: reportWorkflowId(reportId) },
    type: activity,
    activityOptions: { retryPolicy: { maximumAttempts: 2 } },
    updateMask: { paths: ['retry_policy.maximum_attempts'] },
  });
}
