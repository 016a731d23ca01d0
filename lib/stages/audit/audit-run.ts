import { findContract } from '../../datasets/find-contract.ts';
import { feedsOf } from '../../datasets/find-feed.ts';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import {
  acceptanceKey,
  acceptedRoot,
  catalogKey,
  dateOfFolder,
  journalKey,
  partKey,
  rankedKey,
  runKey,
  stagedDatePrefix,
  summaryKey,
} from '../../lake/keys.ts';
import { type Bucket, getJson, listFolders, needJson, putJson } from '../../lake/objects.ts';
import {
  type CatalogDate,
  type DateSummary,
  type Decision,
  type Failure,
  type JudgedCheck,
  type Ranking,
  type RunPlan,
  type StagedPart,
  unitsOf,
} from '../../run/records.ts';
import { shorten } from './checks/outcome.ts';
import { closedDates } from './closed-dates.ts';
import type { Evidence } from './evidence.ts';
import { type Accepted, runChecks } from './run-checks.ts';
import { writeManifests } from './write-manifests.ts';

export type AuditOutput = { outcome: 'blocked' | 'unchanged' | 'decided'; runId: string; units: { unit: string }[] };

/**
 * Audit: checks what is staged before anything visible changes. Writes the checks and, if none blocks, the decision: from
 * then on the run is finished by whoever comes next, whatever happens to this execution.
 */
export async function auditRun(silver: Bucket, runId: string): Promise<AuditOutput> {
  const plan = await needJson<RunPlan>(silver, runKey(runId, 'plan'));
  const ranking = await needJson<Ranking>(silver, rankedKey(runId));
  const parts = await forEachLimited(ranking.chunks, 16, ({ name }) =>
    needJson<StagedPart>(silver, partKey(runId, name, 'json')),
  );
  const derived = plan.dates.filter((date) => date.derive);
  const summaries = await forEachLimited(derived, 16, ({ ingestDate }) =>
    needJson<DateSummary>(silver, `${stagedDatePrefix(runId, ingestDate)}summary.json`),
  );
  const folders = await listFolders(silver, acceptedRoot(plan.dataset));
  const published = folders.map(dateOfFolder);
  const catalog = await readCatalog(silver, plan.dataset, ranking.touchedDates);
  const evidence: Evidence = {
    contract: findContract(plan.dataset),
    plan,
    summaries,
    ranking,
    parts,
    history: await readHistory(silver, plan, published),
    catalog,
    isClosed: closedDates({
      published: new Set(published),
      derived: summaries.map(({ ingestDate, eventDates, released }) => ({
        ingestDate,
        eventDates: Object.keys(eventDates),
        released,
      })),
      standing: new Set(catalog.filter(({ rows }) => rows > 0).map(({ date }) => date)),
      lateDays: feedsOf(plan.dataset).map(({ lateDays }) => lateDays),
    }),
  };
  const checks = runChecks(evidence, await readAcceptances(silver, plan, runChecks(evidence)));
  await putJson(silver, runKey(runId, 'checks'), checks satisfies JudgedCheck[]);
  if (checks.some((check) => check.severity === 'block' && !check.ok)) return { outcome: 'blocked', runId, units: [] };
  if (derived.length === 0) return { outcome: 'unchanged', runId, units: [] };
  const decision: Decision = {
    runId,
    dataset: plan.dataset,
    from: plan.from,
    to: plan.to,
    derivedDates: derived.map(({ ingestDate }) => ingestDate),
    touchedDates: ranking.touchedDates,
    closedDates: ranking.touchedDates.filter(evidence.isClosed),
    parts,
    manifests: await writeManifests(silver, runId, parts),
    rows: parts.reduce((sum, part) => sum + part.rows, 0),
  };
  await putJson(silver, journalKey(plan.dataset), decision);
  return { outcome: 'decided', runId, units: unitsOf(decision) };
}

/**
 * Gives what was accepted for these very inputs, now or before, and records what is accepted now: with who and why, and only
 * where there is something to accept.
 */
async function readAcceptances(silver: Bucket, plan: RunPlan, checks: readonly JudgedCheck[]): Promise<Accepted> {
  const accepted = new Map<string, Set<string>>();
  for (const { name, failures } of checks.filter(({ severity }) => severity === 'block')) {
    const word = plan.accept.find(({ check }) => check === name);
    const passed = new Set<string>();
    await forEachLimited(onePerDate(failures), 16, async ({ column, date, inputs, detail }) => {
      const key = acceptanceKey(plan.dataset, date, inputs, name, column);
      const record = { ...word, column, date, inputs, detail, runId: plan.runId };
      if (word) await putJson(silver, key, record, { ifAbsent: true });
      if (word || (await getJson(silver, key))) passed.add(date);
    });
    accepted.set(name, passed);
  }
  return accepted;
}

/** What is accepted is a date as it is, however many things are wrong with it. */
function onePerDate(failures: readonly Failure[]): Failure[] {
  return [...Map.groupBy(failures, ({ date }) => date).values()].flatMap(([first, ...more]) =>
    first ? [{ ...first, detail: shorten([first, ...more].map(({ detail }) => detail)).join('; ') }] : [],
  );
}

/** Summaries of the published ingest dates that the run leaves alone, as many as a weekday's median may want. */
async function readHistory(silver: Bucket, plan: RunPlan, published: readonly string[]): Promise<DateSummary[]> {
  const derived = new Set(plan.dates.filter((date) => date.derive).map((date) => date.ingestDate));
  const { volume, distribution } = findContract(plan.dataset).gate;
  const recent = published
    .filter((date) => date <= plan.to && !derived.has(date))
    .sort()
    .reverse()
    .slice(0, Math.max(7 * volume.days, distribution.days));
  const summaries = await forEachLimited(recent, 16, (date) =>
    getJson<DateSummary>(silver, summaryKey(plan.dataset, date)),
  );
  return summaries.flatMap((summary) => (summary ? [summary.value] : []));
}

async function readCatalog(silver: Bucket, dataset: string, dates: readonly string[]): Promise<CatalogDate[]> {
  const catalog = await forEachLimited(dates, 32, (date) => getJson<CatalogDate>(silver, catalogKey(dataset, date)));
  return catalog.flatMap((date) => (date ? [date.value] : []));
}
