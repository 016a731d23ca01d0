import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { forEachLimited } from '../../lake/for-each-limited.ts';
import { runKey } from '../../lake/keys.ts';
import { type Bucket, getJson } from '../../lake/objects.ts';
import type { RunPlan, RunReport } from '../../run/records.ts';
import type { Target } from '../targets/target.ts';

/** As far back as is looked: a quarter of daily runs, and what was repeated. */
const lookedThrough = 200;
const pageSize = 20;

/** The latest run that derived and published an ingest date, and the latest after it that was blocked. */
export type DateRuns = { published?: RunReport; blocked?: RunReport };

/** What became of ingest dates in the latest runs. Goes back in time no further than the dates ask for. */
export async function findRuns(
  target: Target,
  dataset: string,
  dates: readonly string[],
): Promise<Map<string, DateRuns>> {
  const { states, machineArn, silver } = target;
  const found = new Map<string, DateRuns>();
  const wanted = new Set(dates);
  if (wanted.size === 0) return found;
  const { executions = [] } = await states.send(
    new ListExecutionsCommand({ stateMachineArn: machineArn, maxResults: lookedThrough }),
  );
  for (let from = 0; from < executions.length && wanted.size > 0; from += pageSize) {
    const page = executions.slice(from, from + pageSize);
    const outcomes = await forEachLimited(page, pageSize, ({ name }) => readOutcome(silver, name ?? ''));
    // Latest first.
    for (const { report, derived } of outcomes.flat().filter(({ report }) => report.dataset === dataset)) {
      for (const date of derived.filter((date) => wanted.has(date))) {
        const runs = found.get(date) ?? {};
        if (report.status === 'succeeded') {
          found.set(date, { ...runs, published: report });
          wanted.delete(date);
        } else if (!runs.blocked) found.set(date, { ...runs, blocked: report });
      }
    }
  }
  return found;
}

/** A run the gate has judged, and the dates it derived: others of its range it only reported. */
async function readOutcome(silver: Bucket, runId: string): Promise<{ report: RunReport; derived: string[] }[]> {
  const report = await getJson<RunReport>(silver, runKey(runId, 'report'));
  if (!report || !['succeeded', 'blocked'].includes(report.value.status)) return [];
  const plan = await getJson<RunPlan>(silver, runKey(runId, 'plan'));
  const derived = plan?.value.dates.filter(({ derive }) => derive).map(({ ingestDate }) => ingestDate);
  return [{ report: report.value, derived: derived ?? [] }];
}
