import { findContract } from '../../lib/datasets/find-contract.ts';
import { runKey, stagedDatePrefix } from '../../lib/lake/keys.ts';
import { needJson } from '../../lib/lake/objects.ts';
import { releaseLease } from '../../lib/run/lease.ts';
import type { RunPlan, RunReport } from '../../lib/run/records.ts';
import { acceptDate } from '../../lib/stages/accept/accept-date.ts';
import { auditRun } from '../../lib/stages/audit/audit-run.ts';
import { planRun } from '../../lib/stages/plan/plan-run.ts';
import { publishUnit } from '../../lib/stages/publish/publish-unit.ts';
import { rankRun } from '../../lib/stages/rank/rank-run.ts';
import { writeReport } from '../../lib/stages/report/write-report.ts';
import { stageChunk } from '../../lib/stages/stage/stage-chunk.ts';
import type { ScratchLake } from './scratch-lake.ts';

/** Where a run may die, in the order of the stages. */
export const deaths = [
  'before audit',
  'after audit',
  'while publishing',
  'before load',
  'while loading',
  'before report',
] as const;

export type RunOptions = {
  from: string;
  to: string;
  /** Transactions, where it is absent. */
  dataset?: string;
  accept?: string[];
  /** Rows a staged file holds at most. */
  chunkRows?: number;
  /** `while finishing`: at work on the decided run it came upon. */
  dies?: (typeof deaths)[number] | 'while finishing';
};

/** The load stage; without one a run goes from publish to its report. */
export type Loader = {
  /** Submits the decided run's load, or looks what became of it. */
  advance(silver: ScratchLake['silver'], owner: string): Promise<'running' | 'loaded'>;
  /** Waits until what was submitted is done. */
  settle(silver: ScratchLake['silver'], runId: string): Promise<void>;
  countFact(): Promise<number>;
};

/** What a run works with: a warehouse or none, the accept stage, and whether it may take the lease. */
export type Means = { loader: Loader; accept: typeof acceptDate; lease: Parameters<typeof planRun>[2] };

/** Whoever holds the lease is known to be dead. */
const deadOwners = { now: new Date(0), seconds: 60, ownerState: async () => 'ended' as const };
const memoryMiB = 512;
let runs = 0;

/**
 * One execution's way through the stages, as the state machine drives them: a decided run that it comes upon first, then its
 * own. Undefined for a run that dies.
 */
export async function driveRun(
  lake: ScratchLake,
  options: RunOptions,
  { loader, accept = acceptDate, lease = deadOwners }: Partial<Means> = {},
): Promise<RunReport | undefined> {
  const { from, to, dataset = 'transactions', chunkRows = 1_000_000, dies } = options;
  const { silver } = lake;
  const runId = `run-${String(++runs).padStart(5, '0')}`;
  const request = { dataset, from, to, ...(options.accept && { accept: options.accept }) };
  const fixed = { request, owner: runId, runId, startedAt: '2026-01-01T00:00:00Z' };
  const input = { ...fixed, hasGenerator: false, isGenerated: false };

  /** The stages behind the audit; whether they came to their end. */
  const publish = async (units: { unit: string }[], death: RunOptions['dies'], decided: string): Promise<boolean> => {
    const partly = death === 'while publishing' || death === 'while finishing';
    for (const { unit } of partly ? units.slice(0, -1).reverse() : units)
      await publishUnit(silver, dataset, unit, { memoryMiB });
    if (partly || death === 'before load') return false;
    while (loader && (await loader.advance(silver, runId)) === 'running') {
      if (death === 'while loading') return false;
      await loader.settle(silver, decided);
    }
    return death !== 'while loading' && death !== 'before report';
  };
  const report = async (of: string, isBlocked = false): Promise<RunReport> =>
    writeReport({ ...lake, gold: silver, flags: '' }, of, isBlocked ? undefined : await loader?.countFact());

  let planned = await planRun(lake, input, lease);
  while (planned.next === 'finish') {
    const death = dies === 'while finishing' ? dies : undefined;
    if (!(await publish(planned.items, death, planned.runId))) return undefined;
    await report(planned.runId);
    planned = await planRun(lake, input, lease);
  }
  if (planned.next !== 'derive') throw new Error(`plan answered ${planned.next}`);
  const plan = await needJson<RunPlan>(silver, runKey(runId, 'plan'));
  const contract = findContract(plan.dataset);
  for (const date of plan.dates.filter(({ derive }) => derive)) {
    await accept(lake, contract, date, { prefix: stagedDatePrefix(runId, date.ingestDate), memoryMiB });
  }
  const ranking = await rankRun(silver, contract, plan, { memoryMiB, chunkRows });
  for (const chunk of ranking.chunks) await stageChunk(silver, contract, runId, chunk, { memoryMiB });
  if (dies === 'while finishing' || dies === 'before audit') return undefined;
  const { outcome, units } = await auditRun(silver, runId);
  if (dies === 'after audit') return undefined;
  const isDone = outcome !== 'decided' || (await publish(units, dies, runId));
  if (!isDone) return undefined;
  const ended = await report(runId, outcome === 'blocked');
  await releaseLease(silver, plan.dataset, runId);
  return ended;
}
