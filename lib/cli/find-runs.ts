import { ListExecutionsCommand } from '@aws-sdk/client-sfn';
import { forEachLimited } from '../lake/for-each-limited.ts';
import { runKey } from '../lake/keys.ts';
import { getJson } from '../lake/objects.ts';
import type { RunReport } from '../run/records.ts';
import type { Target } from './target.ts';

/** As far back as is looked: a quarter of daily runs, and what was repeated. */
const lookedThrough = 200;
const pageSize = 20;

/** The latest run that published an ingest date, and a run after it that would have and was blocked. */
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
    const reports = await forEachLimited(executions.slice(from, from + pageSize), pageSize, ({ name }) =>
      getJson<RunReport>(silver, runKey(name ?? '', 'report')),
    );
    // Latest first.
    for (const report of reports.flatMap((read) => (read?.value.dataset === dataset ? [read.value] : []))) {
      for (const { ingestDate } of report.days.filter((day) => wanted.has(day.ingestDate))) {
        const runs = found.get(ingestDate) ?? {};
        if (report.status === 'succeeded') {
          found.set(ingestDate, { ...runs, published: report });
          wanted.delete(ingestDate);
        } else if (report.status === 'blocked' && !runs.blocked) found.set(ingestDate, { ...runs, blocked: report });
      }
    }
  }
  return found;
}
