import { findDataset } from '../../datasets/find-dataset.ts';
import { findFeed } from '../../datasets/find-feed.ts';
import type { Knobs } from '../../generator/knobs.ts';
import { parseDate } from '../../run/calendar.ts';
import type { AcceptedCheck } from '../../run/checks.ts';
import { countOf } from '../../run/count-of.ts';
import { emptyReport } from '../../run/empty-report.ts';
import { parseKnobs } from '../../run/parse-knobs.ts';
import type { Check, RunReport } from '../../run/records.ts';
import { parseRequest } from '../../run/request.ts';
import { toCommand } from '../../run/to-command.ts';
import { shorten } from '../../stages/audit/checks/outcome.ts';
import { readCatalog } from '../../stages/report/read-catalog.ts';
import { landFiles, type Refusal } from '../landing/land-files.ts';
import type { Target } from '../targets/target.ts';
import { followRun } from './follow-run.ts';
import type { Progress } from './progress.ts';

/** A target that is worked on, and who is told how it goes; `wait` outlasts another run's lease. */
export type Watched = { target: Target; progress: Progress; notice: (text: string) => void; wait: boolean };

export type DemoOptions = { dataset: string; from?: string; to?: string; knobs: Partial<Knobs> };

/** `demo`: makes up a range of a dataset's ingest dates and runs what is new of it. */
export async function demo(watched: Watched, { dataset, knobs, ...range }: DemoOptions): Promise<RunReport> {
  const generate = parseKnobs(knobs, dataset);
  const { demo: usual } = findDataset(dataset);
  const request = { dataset, from: range.from ?? usual?.from, to: range.to ?? usual?.to, generate };
  const { from } = parseRequest(request, new Date().toISOString());
  return followRun(watched, request, `demo-${from}`);
}

export type RunOptions = { dataset?: string; from?: string; to?: string; accept: AcceptedCheck[] };

/** `run`, `backfill` and their like: one execution over a range of ingest dates; without dates the day before. */
export async function run(
  watched: Watched,
  label: 'run' | 'backfill' | 'replay' | 'release' | 'withdraw',
  options: RunOptions,
): Promise<RunReport> {
  const request = withoutUndefined(options);
  const { from } = parseRequest(request, new Date().toISOString());
  return followRun(watched, request, `${label}-${from}`);
}

/** `run --feed`: lands files, then runs their ingest date. A refused file blocks unless that is accepted. */
export async function runFeed(
  watched: Watched,
  options: { feed: string; input: string[]; ingestDate: string; accept: AcceptedCheck[] },
): Promise<RunReport> {
  const { target, notice } = watched;
  const { accept } = options;
  const ingestDate = parseDate(options.ingestDate, '--ingest-date');
  const feed = findFeed(options.feed);
  const request = { feed: feed.name, from: ingestDate, to: ingestDate, accept };
  parseRequest(request, new Date().toISOString());
  const accepted = accept.find(({ check }) => check === 'file_refused');
  const landing = await landFiles(target, feed, options.input, { ingestDate, accepted, notice });
  const { landed, known, refused, passed } = landing;
  if (refused.length > 0) return refusedReport(target, feed.dataset, ingestDate, refused, options);
  notice(
    `landed ${countOf(landed, 'file')} under ingest date ${ingestDate}${known > 0 ? `, ${countOf(known, 'file')} already there` : ''}`,
  );
  const report = await followRun(watched, request, `run-${feed.name}-${ingestDate}`);
  if (passed.length === 0) return report;
  const own = refusedCheck(passed, true);
  // The run has judged the files that were in Bronze already.
  const checks = report.checks.map((check) =>
    check.name === own.name ? { ...check, detail: `${own.detail}; of those in Bronze: ${check.detail}` } : check,
  );
  return { ...report, checks: checks.some(({ name }) => name === own.name) ? checks : [own, ...checks] };
}

function refusedCheck(refused: readonly Refusal[], accepted: boolean): Check {
  const detail = shorten(refused.map(({ file, reason, remedy }) => `${file}: ${reason} (${remedy})`)).join('; ');
  return {
    name: 'file_refused',
    severity: 'block',
    ok: accepted,
    detail: accepted ? `accepted, not landed: ${detail}` : detail,
  };
}

/** Nothing was landed and nothing run; the report says so in the form of a blocked run. */
async function refusedReport(
  target: Target,
  dataset: string,
  ingestDate: string,
  refused: readonly Refusal[],
  options: { feed: string; input: string[] },
): Promise<RunReport> {
  const published = await readCatalog(target.silver, dataset);
  const check = refusedCheck(refused, false);
  const args = { feed: options.feed, input: options.input, 'ingest-date': ingestDate, accept: 'file_refused' };
  const error = {
    kind: 'blocked',
    message: `blocked by file_refused: ${check.detail}. Nothing was landed`,
    next: `mend the file and repeat, or go on without it: ${toCommand('run', args, target.flags)}`,
  };
  return {
    ...emptyReport({ runId: '', status: 'blocked', dataset, from: ingestDate, to: ingestDate, error }),
    silverDigest: published.digest,
    factRows: published.rows,
    checks: [check],
  };
}

function withoutUndefined(options: RunOptions): object {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}
