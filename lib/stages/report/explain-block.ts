import type { DataCheckName } from '../../contracts/contract.ts';
import { findContract } from '../../datasets/find-contract.ts';
import { stagedDatePrefix } from '../../lake/keys.ts';
import type { Bucket } from '../../lake/objects.ts';
import { datasetFlag } from '../../run/dataset-flag.ts';
import { excerpt } from '../../run/excerpt.ts';
import type { DayReport, Example, Failure, JudgedCheck, RunPlan, RunReport } from '../../run/records.ts';
import { adviseMending } from './advise-mending.ts';

type Buckets = { bronze: Bucket; silver: Bucket };

const shownFailures = 5;
const shownExamples = 3;
const exampleCharacters = 160;
const detailCharacters = 500;

/**
 * What a blocked run tells the person who has to decide: which rule with which numbers, three rows, where the rows are, and
 * how to go on.
 */
export function explainBlock(
  blocking: readonly JudgedCheck[],
  plan: RunPlan,
  days: readonly DayReport[],
  buckets: Buckets,
): NonNullable<RunReport['error']> {
  const names = blocking.map(({ name }) => name);
  const causes = blocking.flatMap((check) => describe(check, plan, buckets));
  const message = [...causes, 'nothing visible has changed'].join('\n');
  const { gate } = findContract(plan.dataset);
  const isOurs = names.some((name) => !Object.hasOwn(gate, name));
  const next = isOurs
    ? [`this is a defect of the pipeline, not of the data: report it with run ${plan.runId}`]
    : waysOn(blocking, plan, days);
  return { kind: 'blocked', message, next: next.join('\n') };
}

/** The ways to go on, the quickest last: it is what stands above the prompt. */
function waysOn(
  blocking: readonly JudgedCheck[],
  { dataset, from, to }: RunPlan,
  days: readonly DayReport[],
): string[] {
  const range = `--from ${from} --to ${to}${datasetFlag(dataset)}`;
  const kinds = new Set(blocking.flatMap(({ failures }) => failures.flatMap(({ setAside }) => setAside ?? [])));
  const advice = new Set(blocking.flatMap(({ name }) => adviseMending[name as DataCheckName](range)));
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

function describe({ name, detail, failures }: JudgedCheck, plan: RunPlan, buckets: Buckets): string[] {
  if (failures.length === 0) return [`blocked by ${name}: ${excerpt(detail, detailCharacters)}`];
  const more = failures.length - shownFailures;
  const examples = failures.flatMap((failure) => failure.examples).slice(0, shownExamples);
  return [
    ...failures
      .slice(0, shownFailures)
      .map((failure) => `blocked by ${name}: ${excerpt(failure.detail, detailCharacters)}`),
    ...(more > 0 ? [`blocked by ${name}: ${more} more like these`] : []),
    ...examples.map(showExample),
    ...placesOf(failures, plan, buckets).map((place) => `  whole rows in ${place}`),
  ];
}

/** Where it stands, the rule it broke, and its text around the field that broke it. */
function showExample({ file, line, reason, raw }: Example): string {
  const field = /^(?:invalid|missing):(\w+)$/.exec(reason)?.[1];
  const place = `  ${file}:${line}  ${reason}`;
  return raw === undefined ? place : `${place}  ${excerpt(raw, exampleCharacters, field)}`;
}

/** The files with what was set aside; of rows that were not, the folder of the files they came in, where there are any. */
function placesOf(failures: readonly Failure[], plan: RunPlan, { bronze, silver }: Buckets): string[] {
  const places = failures.flatMap(({ date, setAside }) => {
    if (setAside) return [`s3://${silver.name}/${stagedDatePrefix(plan.runId, date)}${setAside}.ndjson`];
    const files = plan.dates.find(({ ingestDate }) => ingestDate === date)?.files ?? [];
    return files.map(({ key }) => `s3://${bronze.name}/${key.slice(0, key.lastIndexOf('/') + 1)}`);
  });
  return [...new Set(places)].slice(0, shownFailures);
}
