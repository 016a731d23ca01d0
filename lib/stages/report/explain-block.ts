import type { DataCheckName } from '../../contracts/contract.ts';
import { findContract } from '../../datasets/find-contract.ts';
import { stagedDatePrefix } from '../../lake/keys.ts';
import type { Bucket } from '../../lake/objects.ts';
import { excerpt } from '../../run/excerpt.ts';
import type { DayReport, Example, Failure, JudgedCheck, RunPlan, RunReport } from '../../run/records.ts';
import { type Advice, renderAdvice } from '../../run/render-advice.ts';
import { adviseMending } from './advise-mending.ts';

type Places = { bronze: Bucket; silver: Bucket; flags: string };

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
  places: Places,
): NonNullable<RunReport['error']> {
  const names = blocking.map(({ name }) => name);
  const causes = blocking.flatMap((check) => describe(check, plan, places));
  const message = [...causes, 'nothing visible has changed'].join('\n');
  const { gate } = findContract(plan.dataset);
  const isOurs = names.some((name) => !Object.hasOwn(gate, name));
  const next = isOurs
    ? [`this is a defect of the pipeline, not of the data: report it with run ${plan.runId}`]
    : waysOn(blocking, plan, days);
  return { kind: 'blocked', message, next: next.map((advice) => renderAdvice(advice, places.flags)).join('\n') };
}

/** The ways to go on, the quickest last: it is what stands above the prompt. */
function waysOn(
  blocking: readonly JudgedCheck[],
  { dataset, from, to }: RunPlan,
  days: readonly DayReport[],
): Advice[] {
  const range = { dataset, from, to };
  const kinds = new Set(blocking.flatMap(({ failures }) => failures.flatMap(({ setAside }) => setAside ?? [])));
  const mending = blocking.flatMap(({ name }) => adviseMending[name as DataCheckName](range));
  const accept = blocking.map(({ name }) => name);
  const count = (verdict: 'in' | 'loaded' | 'quarantined' | 'held'): number =>
    days.reduce((sum, { rows }) => sum + rows[verdict], 0);
  return [
    ...[...kinds].map((kind): Advice => ['see all:  ', { command: `${kind} list`, args: range }]),
    ...withoutTwins(mending).map((advice): Advice => ['mend:     ', advice].flat()),
    ['go on:    ', { command: 'run', args: { ...range, accept } }, ' --reason "WHY"'],
    `          loads ${count('loaded')} of ${count('in')} rows; ${count('quarantined')} stay in quarantine, ${count('held')} held`,
  ];
}

/** Checks that are mended alike say so once. */
function withoutTwins(advices: readonly Advice[]): Advice[] {
  const texts = advices.map((advice) => renderAdvice(advice));
  return advices.filter((_, at) => texts.indexOf(texts[at] ?? '') === at);
}

function describe({ name, detail, failures }: JudgedCheck, plan: RunPlan, places: Places): string[] {
  if (failures.length === 0) return [`blocked by ${name}: ${excerpt(detail, detailCharacters)}`];
  const more = failures.length - shownFailures;
  const examples = failures.flatMap((failure) => failure.examples).slice(0, shownExamples);
  return [
    ...failures
      .slice(0, shownFailures)
      .map((failure) => `blocked by ${name}: ${excerpt(failure.detail, detailCharacters)}`),
    ...(more > 0 ? [`blocked by ${name}: ${more} more like these`] : []),
    ...examples.map(showExample),
    ...placesOf(failures, plan, places).map((place) => `  whole rows in ${place}`),
  ];
}

/** Where it stands, the rule it broke, and its text around the field that broke it. */
function showExample({ file, line, reason, raw }: Example): string {
  const field = /^(?:invalid|missing):(\w+)$/.exec(reason)?.[1];
  const place = `  ${file}:${line}  ${reason}`;
  return raw === undefined ? place : `${place}  ${excerpt(raw, exampleCharacters, field)}`;
}

/** The files with what was set aside; of rows that were not, the folder of the files they came in, where there are any. */
function placesOf(failures: readonly Failure[], plan: RunPlan, { bronze, silver }: Places): string[] {
  const places = failures.flatMap(({ date, setAside }) => {
    if (setAside) return [`s3://${silver.name}/${stagedDatePrefix(plan.runId, date)}${setAside}.ndjson`];
    const files = plan.dates.find(({ ingestDate }) => ingestDate === date)?.files ?? [];
    return files.map(({ key }) => `s3://${bronze.name}/${key.slice(0, key.lastIndexOf('/') + 1)}`);
  });
  return [...new Set(places)].slice(0, shownFailures);
}
