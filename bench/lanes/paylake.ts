import { S3Client } from '@aws-sdk/client-s3';
import { findContract } from '../../lib/datasets/find-contract.ts';
import { journalKey, runKey, stagedDatePrefix } from '../../lib/lake/keys.ts';
import { needJson, removeObject } from '../../lib/lake/objects.ts';
import type { RunPlan } from '../../lib/run/records.ts';
import { acceptDate } from '../../lib/stages/accept/accept-date.ts';
import { auditRun } from '../../lib/stages/audit/audit-run.ts';
import { planRun } from '../../lib/stages/plan/plan-run.ts';
import { publishUnit } from '../../lib/stages/publish/publish-unit.ts';
import { rankRun } from '../../lib/stages/rank/rank-run.ts';
import { stageChunk } from '../../lib/stages/stage/stage-chunk.ts';
import { type StatementTimes, timeStatements } from './time-statements.ts';

/*
 * `paylake.ts URL MEMORY_MIB DATE...`: the product's stages one after the other in one process, against the endpoint, a run for
 * each ingest date. Prints CPU and wall seconds by stage, and wall seconds by statement, of the last run.
 */
const [url = '', memory = '', ...dates] = process.argv.slice(2);
const memoryMiB = Number(memory);
const chunkRows = 4_000_000;
const credentials = { accessKeyId: 'BENCH', secretAccessKey: 'not-verified' };
const s3 = new S3Client({ endpoint: url, region: 'ap-northeast-2', forcePathStyle: true, credentials });
const lake = { bronze: { s3, name: 'paylake-bronze' }, silver: { s3, name: 'paylake-silver' } };
const { silver } = lake;
const contract = findContract('transactions');

export type StageTimes = Record<string, { cpu: number; wall: number }>;
export type Profile = { stages: StageTimes; statements: StatementTimes };

let stageAtWork = '';
const statements: StatementTimes = {};

async function runDate(date: string): Promise<Profile> {
  const times: StageTimes = {};
  for (const label of Object.keys(statements)) delete statements[label];
  async function timed<T>(stage: string, work: () => Promise<T>): Promise<T> {
    stageAtWork = stage;
    const before = process.cpuUsage();
    const start = performance.now();
    const result = await work();
    const { user, system } = process.cpuUsage(before);
    times[stage] = { cpu: (user + system) / 1e6, wall: (performance.now() - start) / 1e3 };
    return result;
  }
  const runId = `bench-${date}`;
  const request = { from: date, to: date, accept: [] };
  const input = {
    request,
    owner: 'bench',
    runId,
    startedAt: '2026-01-01T00:00:00Z',
    hasGenerator: false,
    isGenerated: false,
  };
  const lease = { now: new Date(0), seconds: 60, ownerState: async () => 'ended' as const };
  await timed('plan', () => planRun(lake, input, lease));
  const plan = await needJson<RunPlan>(silver, runKey(runId, 'plan'));
  await timed('accept', async () => {
    for (const planned of plan.dates)
      await acceptDate(lake, contract, planned, { prefix: stagedDatePrefix(runId, planned.ingestDate), memoryMiB });
  });
  const ranking = await timed('rank', () => rankRun(silver, contract, plan, { memoryMiB, chunkRows }));
  await timed('stage', async () => {
    for (const part of ranking.chunks) await stageChunk(silver, contract, runId, part, { memoryMiB });
  });
  const { outcome, units } = await timed('audit', () => auditRun(silver, runId));
  if (outcome !== 'decided') throw new Error(`the audit says ${outcome}`);
  await timed('publish', async () => {
    for (const { unit } of units) await publishUnit(silver, plan.dataset, unit, { memoryMiB });
  });
  // No load here: nothing would close the journal.
  await removeObject(silver, journalKey(plan.dataset));
  return { stages: times, statements };
}

timeStatements(statements, () => stageAtWork);
let last: Profile | undefined;
for (const date of dates) last = await runDate(date);
process.stdout.write(`${JSON.stringify(last)}\n`);
