import { runCost, type Spending } from '../../cost/run-cost.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import {
  acceptedPrefix,
  journalKey,
  rankedKey,
  refusedRowsRoot,
  runKey,
  stagedDatePrefix,
  stagedPrefix,
} from '../../lake/keys.ts';
import { type Bucket, getJson, needJson, putJson, removeObject } from '../../lake/objects.ts';
import { dayReport } from '../../run/day-report.ts';
import type {
  Check,
  DateSummary,
  DayReport,
  Decision,
  JudgedCheck,
  Ranking,
  Restatement,
  RunPlan,
  RunReport,
} from '../../run/records.ts';
import { toCommand } from '../../run/to-command.ts';
import { explainBlock } from './explain-block.ts';
import { readCatalog } from './read-catalog.ts';

/** Where the parts of the lake are, for the report's paths, and the options that lead a command there. */
export type Places = { bronze: Bucket; silver: Bucket; gold: Bucket; flags: string };

/**
 * Report: writes down how a run ended, and closes its journal entry if it was decided. `factRows` is what the warehouse
 * counted, absent for a blocked run, which never asked it. A fact that differs from Silver makes the run a failed one.
 * `spend` says what the execution used up to the moment it is asked.
 */
export async function writeReport(
  places: Places,
  runId: string,
  factRows: number | undefined,
  spend?: () => Spending,
): Promise<RunReport> {
  const { silver } = places;
  const plan = await needJson<RunPlan>(silver, runKey(runId, 'plan'));
  const ranking = await needJson<Ranking>(silver, rankedKey(runId));
  const checks = await needJson<JudgedCheck[]>(silver, runKey(runId, 'checks'));
  const published = await readCatalog(silver, plan.dataset);
  const silverRows = published.rows;
  const blocking = checks.filter((check) => check.severity === 'block' && !check.ok);
  const isBlocked = blocking.length > 0;
  const facts = factRows === undefined ? [] : [checkFact(silverRows, factRows)];
  const differs = facts.find((check) => !check.ok);
  const restatements = await getJson<Restatement[]>(silver, runKey(runId, 'restatement'));
  const withdrawn = plan.dates.flatMap((date) => date.withdrawn ?? []);
  const days = await readDays(silver, plan, ranking, isBlocked);
  // Of a run that failed after it was decided, and is finished now.
  const known = await getJson<RunReport>(silver, runKey(runId, 'report'));
  const report: RunReport = {
    schema: 'paylake.run/1',
    runId,
    status: isBlocked ? 'blocked' : differs ? 'failed' : 'succeeded',
    dataset: plan.dataset,
    from: plan.from,
    to: plan.to,
    days,
    touchedDates: isBlocked ? [] : ranking.touchedDates,
    silverDigest: published.digest,
    factRows: factRows ?? silverRows,
    checks: [...checks.map(toCheck), ...facts],
    paths: pathsOf(places, plan, isBlocked),
    ...(restatements && { restatements: restatements.value }),
    ...(withdrawn.length > 0 && { withdrawn }),
    ...(spend && { cost: runCost(runId, known?.value.cost, spend()) }),
    ...(isBlocked && { error: explainBlock(blocking, plan, days, places) }),
    ...(differs && {
      error: { kind: 'internal', message: differs.detail, next: backfillAll(plan.dataset, places.flags) },
    }),
  };
  await putJson(silver, runKey(runId, 'report'), report);
  const journal = await getJson<Decision>(silver, journalKey(plan.dataset));
  if (journal?.value.runId === runId) await removeObject(silver, journalKey(plan.dataset), journal.etag);
  return report;
}

async function readDays(silver: Bucket, plan: RunPlan, ranking: Ranking, isBlocked: boolean): Promise<DayReport[]> {
  const days = await forEachLimited(plan.dates, 16, async ({ ingestDate, derive }) => {
    const staged =
      isBlocked && derive ? stagedDatePrefix(plan.runId, ingestDate) : acceptedPrefix(plan.dataset, ingestDate);
    const summary = await getJson<DateSummary>(silver, `${staged}summary.json`);
    const verdicts = ranking.verdicts[ingestDate];
    return summary && verdicts ? [dayReport(summary.value, verdicts)] : [];
  });
  return days.flat();
}

function backfillAll(dataset: string, flags: string): string {
  return `${toCommand('backfill', { dataset, from: 'D', to: 'D' }, flags)} over all ingest dates loads the fact again`;
}

/** What is behind a check's detail stays in the run's own record. */
function toCheck({ name, severity, ok, detail }: JudgedCheck): Check {
  return { name, severity, ok, detail };
}

/** Law 1, the last link: Silver = fact. */
function checkFact(silverRows: number, factRows: number): Check {
  const ok = silverRows === factRows;
  const detail = ok
    ? `${factRows} rows in Silver and in the fact`
    : `Silver has ${silverRows} rows, the fact ${factRows}`;
  return { name: 'silver_equals_fact', severity: 'block', ok, detail };
}

function pathsOf({ bronze, silver, gold }: Places, plan: RunPlan, isBlocked: boolean): Record<string, string> {
  const { dataset, runId } = plan;
  return {
    bronze: `s3://${bronze.name}/`,
    silver: `s3://${silver.name}/${dataset}/`,
    gold: `s3://${gold.name}/`,
    quarantine: `s3://${silver.name}/${isBlocked ? `${stagedPrefix(runId)}dates/` : refusedRowsRoot('quarantine', dataset)}`,
    held: `s3://${silver.name}/${isBlocked ? `${stagedPrefix(runId)}dates/` : refusedRowsRoot('held', dataset)}`,
    report: `s3://${silver.name}/${runKey(runId, 'report')}`,
  };
}
