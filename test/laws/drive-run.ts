import { acceptDate } from '../../lib/accept/accept-date.ts';
import { auditRun } from '../../lib/audit/audit-run.ts';
import { runKey, stagedDatePrefix } from '../../lib/lake/keys.ts';
import { needJson } from '../../lib/lake/objects.ts';
import { planRun } from '../../lib/plan/plan-run.ts';
import { publishUnit } from '../../lib/publish/publish-unit.ts';
import { rankRun } from '../../lib/rank/rank-run.ts';
import { writeReport } from '../../lib/report/write-report.ts';
import { findContract } from '../../lib/run/find-contract.ts';
import type { RunPlan, RunReport } from '../../lib/run/records.ts';
import { stageChunk } from '../../lib/stage/stage-chunk.ts';
import type { ScratchLake } from './scratch-lake.ts';

export type RunOptions = {
  from: string;
  to: string;
  accept?: string[];
  /** Rows a staged file holds at most. */
  chunkRows?: number;
  /** The run dies here: before its audit, or after it with nothing or some of its units published. */
  dies?: 'before audit' | 'after audit' | 'while publishing';
};

const memoryMiB = 512;
let runs = 0;

/** One execution's way through the stages up to the warehouse, as the state machine drives them; undefined for a run that dies. */
export async function driveRun(lake: ScratchLake, options: RunOptions): Promise<RunReport | undefined> {
  const { from, to, accept, chunkRows = 1_000_000, dies } = options;
  const { silver } = lake;
  const runId = `run-${String(++runs).padStart(5, '0')}`;
  const request = { from, to, ...(accept && { accept }) };
  const input = {
    request,
    owner: runId,
    runId,
    startedAt: '2026-01-01T00:00:00Z',
    hasGenerator: false,
    isGenerated: false,
  };
  const lease = { now: new Date(0), seconds: 60, ownerState: async () => 'ended' as const };
  const planned = await planRun(lake, input, lease);
  if (planned.next === 'finish') {
    for (const { unit } of planned.items) await publishUnit(silver, planned.dataset, unit, { memoryMiB });
    await writeReport({ ...lake, gold: silver }, planned.runId, undefined);
    return driveRun(lake, options);
  }
  if (planned.next !== 'derive') throw new Error(`plan answered ${planned.next}`);
  const plan = await needJson<RunPlan>(silver, runKey(runId, 'plan'));
  const contract = findContract(plan.dataset);
  for (const date of plan.dates.filter(({ derive }) => derive)) {
    await acceptDate(lake, contract, date, { prefix: stagedDatePrefix(runId, date.ingestDate), memoryMiB });
  }
  const ranking = await rankRun(silver, contract, plan, { memoryMiB, chunkRows });
  for (const chunk of ranking.chunks) await stageChunk(silver, contract, runId, chunk, { memoryMiB });
  if (dies === 'before audit') return undefined;
  const { units } = await auditRun(silver, runId);
  if (dies === 'after audit') return undefined;
  for (const { unit } of dies === 'while publishing' ? units.slice(0, -1).reverse() : units)
    await publishUnit(silver, plan.dataset, unit, { memoryMiB });
  return dies === 'while publishing' ? undefined : writeReport({ ...lake, gold: silver }, runId, undefined);
}
