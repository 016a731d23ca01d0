import { type HistoryEvent, paginateGetExecutionHistory } from '@aws-sdk/client-sfn';
import type { Target } from '../targets/target.ts';

/** Everything that has happened in an execution up to now, in order. */
export async function readHistory({ states }: Target, executionArn: string): Promise<HistoryEvent[]> {
  const events: HistoryEvent[] = [];
  const request = { executionArn, includeExecutionData: true };
  for await (const page of paginateGetExecutionHistory({ client: states }, request))
    events.push(...(page.events ?? []));
  return events;
}
