import { DescribeExecutionCommand, type SFNClient } from '@aws-sdk/client-sfn';
import { isErrorNamed } from '../../lake/objects.ts';
import type { OwnerState } from '../../run/lease.ts';
import { classifyError } from '../../runtime/classify-error.ts';

/**
 * Whether the execution that holds a lease can still write. An execution that has stopped may have left a function running,
 * which ends with its own time limit: only `zombieSeconds` after the stop nothing of it can be left. `unknown` only while the
 * service cannot be reached or is busy; what waiting does not mend is thrown, or no lease would ever pass on and nobody be told.
 */
export async function ownerState(
  states: SFNClient,
  executionArn: string,
  now: Date,
  zombieSeconds: number,
): Promise<OwnerState> {
  try {
    const { status, stopDate } = await states.send(new DescribeExecutionCommand({ executionArn }));
    if (status === 'RUNNING' || status === 'PENDING_REDRIVE') return 'running';
    const goneAt = (stopDate?.getTime() ?? now.getTime()) + zombieSeconds * 1000;
    return goneAt <= now.getTime() ? 'ended' : 'running';
  } catch (error) {
    // History is kept for 90 days: an execution that old has long ended.
    if (isErrorNamed(error, 'ExecutionDoesNotExist')) return 'ended';
    if (classifyError(error).kind === 'transient') return 'unknown';
    throw error;
  }
}
