/** What EventBridge tells when an execution of the machine has ended well. */
export type EndedRun = { detail: { output?: string | null } };

/** The run of an execution and the key of its report, by what the execution answered. */
export function endedRun({ detail }: EndedRun): { runId: string; reportKey: string } {
  const output: { runId?: string; reportKey?: string } = JSON.parse(detail.output ?? '{}');
  const { runId, reportKey } = output;
  if (!runId || !reportKey) throw new Error('the event names no run: its output has no runId and reportKey');
  return { runId, reportKey };
}
