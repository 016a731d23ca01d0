import { runCost, type Spending } from '../../cost/run-cost.ts';
import { type ErrorKind, errorNames } from '../../errors.ts';
import { runKey } from '../../lake/keys.ts';
import { type Bucket, getJson, putJson } from '../../lake/objects.ts';
import { datasetNamed } from '../../run/dataset-named.ts';
import { emptyReport } from '../../run/empty-report.ts';
import type { RunReport } from '../../run/records.ts';
import { renderAdvice } from '../../run/render-advice.ts';
import { parseRequest } from '../../run/request.ts';
import { unpackFailure } from '../../runtime/pack-failure.ts';
import { readCatalog } from './read-catalog.ts';

/** What Step Functions knows of a failed step. */
export type StepFailure = { Error?: string; Cause?: string };

/**
 * A failed execution: its own run id and request, the step that failed and how, what it used before. `flags` are the options that
 * lead a command to this environment.
 */
export type Failure = {
  runId: string;
  request: unknown;
  startedAt: string;
  step: string;
  error: StepFailure;
  flags: string;
  spend?: Spending;
};

/** Writes the report of a run that failed. Nothing here may hide the cause: what cannot be read is left out. */
export async function reportFailure(silver: Bucket, failure: Failure): Promise<RunReport> {
  const { runId, spend } = failure;
  const known = await getJson<RunReport>(silver, runKey(runId, 'report')).catch(() => undefined);
  // The report stage says more than we know here.
  if (known?.value.status === 'failed') return known.value;
  const { dataset, from, to } = readRequest(failure);
  const published = await readCatalog(silver, dataset).catch(() => ({ rows: 0, digest: '' }));
  const report: RunReport = {
    ...emptyReport({ runId, status: 'failed', dataset, from, to, error: explain(failure) }),
    silverDigest: published.digest,
    factRows: published.rows,
    paths: { report: `s3://${silver.name}/${runKey(runId, 'report')}` },
    ...(spend && { cost: runCost(runId, known?.value.cost, spend) }),
  };
  await putJson(silver, runKey(runId, 'report'), report);
  return report;
}

function readRequest({ request, startedAt }: Failure): { dataset: string; from: string; to: string } {
  try {
    return parseRequest(request, startedAt);
  } catch {
    return { dataset: datasetNamed(request), from: '', to: '' };
  }
}

function explain({ step, error, flags }: Failure): NonNullable<RunReport['error']> {
  const text = readCause(error.Cause) || error.Error || 'no cause given';
  const { message, advice } = unpackFailure(text);
  const kind = kindOf(error.Error ?? '');
  const again = 'run the same command again; what was decided is finished first, what was not is as if it never ran';
  return { kind, message: `${step}: ${message}`, next: renderAdvice(advice ?? again, flags) };
}

function readCause(cause: string | undefined): string {
  try {
    const parsed: unknown = JSON.parse(cause ?? '');
    if (typeof parsed === 'object' && parsed !== null && 'errorMessage' in parsed) return String(parsed.errorMessage);
  } catch {
    return cause ?? '';
  }
  return cause ?? '';
}

function kindOf(name: string): ErrorKind {
  const known = Object.entries(errorNames).find(([, errorName]) => errorName === name)?.[0];
  if (known) return known as ErrorKind;
  return /^(Lambda\.|States\.Timeout|Sandbox\.|DiskFull)/.test(name) ? 'transient' : 'internal';
}
