import type { DataCheckName } from '../contracts/contract.ts';
import { stagedDatePrefix } from '../lake/keys.ts';
import type { Bucket } from '../lake/objects.ts';
import { acceptableChecks } from '../run/checks.ts';
import { excerpt } from '../run/excerpt.ts';
import { findContract } from '../run/find-contract.ts';
import type { DayReport, Failure, JudgedCheck, RunPlan, RunReport } from '../run/records.ts';
import { adviseMending } from './advise-mending.ts';

const shownFailures = 5;
const shownExamples = 3;
const exampleCharacters = 160;

/**
 * What a blocked run tells the person who has to decide: which rule with which numbers, three rows, where the rows are, and
 * how to go on.
 */
export function explainBlock(
  blocking: readonly JudgedCheck[],
  plan: RunPlan,
  days: readonly DayReport[],
  buckets: { bronze: Bucket; silver: Bucket },
): NonNullable<RunReport['error']> {
  const names = blocking.map(({ name }) => name);
  const message = [
    `blocked by ${names.join(', ')}. Nothing visible has changed`,
    ...blocking.flatMap((check) => describe(check, plan, buckets)),
  ].join('\n');
  const acceptable = acceptableChecks(findContract(plan.dataset));
  const isOurs = names.some((name) => !acceptable.includes(name));
  const next = isOurs
    ? [`this is a defect of the pipeline, not of the data: report it with run ${plan.runId}`]
    : waysOn(blocking, plan, days);
  return { kind: 'blocked', message, next: next.join('\n') };
}

/** The ways to go on, the quickest last: it is what stands above the prompt. */
function waysOn(blocking: readonly JudgedCheck[], { from, to }: RunPlan, days: readonly DayReport[]): string[] {
  const range = `--from ${from} --to ${to}`;
  const kinds = new Set(blocking.flatMap(({ failures }) => failures.flatMap(({ setAside }) => setAside ?? [])));
  const advice = new Set(blocking.map(({ name }) => adviseMending[name as DataCheckName](range)));
  const accept = blocking.map(({ name }) => `--accept ${name}`).join(' ');
  const count = (verdict: 'in' | 'loaded' | 'quarantined' | 'held'): number =>
    days.reduce((sum, { rows }) => sum + rows[verdict], 0);
  return [
    ...[...kinds].map((kind) => `see all:  npx paylake ${kind} list ${range}`),
    ...[...advice].map((text) => `mend:     ${text}`),
    `go on:    npx paylake run ${range} ${accept} --reason "WHY"`,
    `          loads ${count('loaded')} of ${count('in')} rows; ${count('quarantined')} stay in quarantine, ${count('held')} held`,
  ];
}

function describe(
  { name, detail, failures }: JudgedCheck,
  plan: RunPlan,
  buckets: Parameters<typeof explainBlock>[3],
): string[] {
  if (failures.length === 0) return [`${name}: ${detail}`];
  const more = failures.length - shownFailures;
  const examples = failures.flatMap((failure) => failure.examples).slice(0, shownExamples);
  return [
    ...failures.slice(0, shownFailures).map((failure) => `${name}: ${failure.detail}`),
    ...(more > 0 ? [`${name}: and ${more} more like these`] : []),
    ...examples.map(({ file, line, reason, raw }) =>
      [`  ${file}:${line}`, reason, ...(raw === undefined ? [] : [excerpt(raw, exampleCharacters)])].join('  '),
    ),
    ...placesOf(failures, plan, buckets).map((place) => `  whole rows in ${place}`),
  ];
}

/** One file for one date, their common folder for several; of rows that were not set aside, the files they came in. */
function placesOf(failures: readonly Failure[], { runId }: RunPlan, { silver }: { silver: Bucket }): string[] {
  const kept = failures.filter(({ setAside }) => setAside !== undefined);
  const keys = new Set(kept.map(({ date, setAside }) => `${stagedDatePrefix(runId, date)}${setAside}.ndjson`));
  return [...keys].slice(0, shownFailures).map((key) => `s3://${silver.name}/${key}`);
}
