/*
 * THE FLOW. Start reading here.
 *
 * One execution handles a range of ingest dates; a daily run is a range of one. Stages stand in the order in which data
 * flows. Each is one function (lambdas/<stage>) around one folder (lib/<stage>), idempotent, and writes what the next
 * one reads. The state machine is folded out of this list (lib/infra/to-asl.ts), here and on AWS alike.
 *
 *   plan -> accept -> rank -> stage -> audit -> publish -> load -> gold -> report
 *
 * Nothing visible changes before audit has decided. A decided run is finished by whoever comes next, whatever happens to
 * the execution that decided it.
 */

export const stageNames = [
  'plan',
  'generate',
  'accept',
  'rank',
  'stage',
  'audit',
  'publish',
  'load',
  'gold',
  'report',
  'fail',
] as const;
export type StageName = (typeof stageNames)[number];

/** Where a stage's answer `next` leads: to a stage, to the same one after a wait, or to the end. */
export type Step = StageName | { waitSeconds: number; goTo: StageName } | 'end';

export type Stage = {
  does: string;
  reads: string;
  writes: string;
  /** The stage runs once for each of the items the stage before answered with, at most so many at a time. */
  forEach?: { concurrency: number };
  /** Longest a single invocation may take, in seconds. */
  timeoutSeconds: number;
  next: Record<string, Step>;
};

export const pipeline: Record<StageName, Stage> = {
  plan: {
    does: 'reads the request, takes the lease, fixes the inputs; hands on a decided run that was never finished',
    reads: 'bronze <feed>/ingest_date=D/, _lease, _journal, _releases/, _withdrawals/ (names), _accepted/ (summaries)',
    writes: '_lease, _runs/<run>/plan.json (report.json when locked)',
    timeoutSeconds: 300,
    next: {
      derive: 'accept',
      finish: 'publish',
      generate: 'generate',
      wait: { waitSeconds: 60, goTo: 'plan' },
      locked: 'end',
    },
  },
  generate: {
    does: 'lands made-up files of one ingest date, where the environment has a generator at all',
    reads: 'nothing: a date is a function of seed, date and knobs',
    writes: 'bronze <feed>/ingest_date=D/generated-*.gz, _staged/<run>/progress/',
    forEach: { concurrency: 8 },
    timeoutSeconds: 900,
    next: { generated: 'plan' },
  },
  accept: {
    does: 'reads one ingest date, judges every row: accepted, quarantined or held',
    reads: 'bronze <feed>/ingest_date=D/, _runs/<run>/plan.json',
    writes: '_staged/<run>/dates/ingest_date=D/, _staged/<run>/progress/',
    forEach: { concurrency: 8 },
    timeoutSeconds: 900,
    next: { accepted: 'rank' },
  },
  rank: {
    does: 'finds the touched event dates and the rows another version outranks, from the narrow indexes alone',
    reads: '_runs/<run>/plan.json, _staged/<run>/dates/, _accepted/ (indexes)',
    writes: '_staged/<run>/ranking.json, outranked.parquet, control_totals.parquet',
    timeoutSeconds: 900,
    next: { ranked: 'stage' },
  },
  stage: {
    does: 'writes one chunk of whole touched dates as it will stand in Silver',
    reads: '_staged/<run>/, _accepted/',
    writes: '_staged/<run>/silver/part-NNNN.parquet',
    forEach: { concurrency: 8 },
    timeoutSeconds: 900,
    next: { staged: 'audit' },
  },
  audit: {
    does: 'checks what is staged, then decides or blocks',
    reads: '_lease, _runs/<run>/plan.json, _staged/<run>/, _accepted/ (summaries), _catalog/, _acceptances/',
    writes: '_runs/<run>/checks.json, _journal, _acceptances/, COPY manifests in _staged/<run>/',
    timeoutSeconds: 300,
    next: { decided: 'publish', unchanged: 'gold', blocked: 'report' },
  },
  publish: {
    does: 'cuts staged files into Silver partitions, a small date into one; publishes accepted, quarantined and held rows',
    reads: '_lease, _journal, _staged/<run>/, _catalog/',
    writes:
      'silver <dataset>/p_<event date>=D/p_<second>=V/, _accepted/, _quarantine/, _held/, _catalog/, _staged/<run>/progress/',
    forEach: { concurrency: 8 },
    timeoutSeconds: 900,
    next: { published: 'load' },
  },
  load: {
    does: 'one warehouse transaction: copy, checks, merge, dimensions, marts, ledger; then marts over several datasets',
    reads: '_lease, _journal, _runs/<run>/load.json, _staged/<run>/ (by COPY)',
    writes: 'core.*, mart.*, ops.*, _runs/<run>/, _loaded/',
    timeoutSeconds: 60,
    next: { running: { waitSeconds: 20, goTo: 'load' }, loaded: 'gold' },
  },
  gold: {
    does: 'exports the marts that the last load wrote, then swaps readers to them',
    reads: 'mart.*, _loaded/, _runs/<run>/, gold <mart>/_latest.json',
    writes: 'gold <mart>/<run>/ (by UNLOAD), <mart>/latest.csv, <mart>/_latest.json, _runs/<run>/',
    timeoutSeconds: 60,
    next: { running: { waitSeconds: 20, goTo: 'gold' }, exported: 'report' },
  },
  report: {
    does: 'writes the report, closes the journal, gives the lease back, tells people what they should know',
    reads: '_lease, _journal, _runs/<run>/, _staged/<run>/, _accepted/ (summaries), _catalog/',
    writes: '_runs/<run>/report.json, openlineage.ndjson, alert topic; removes _journal and _lease',
    timeoutSeconds: 300,
    next: { done: 'end', resume: 'plan' },
  },
  fail: {
    does: 'the one way out of a failed step: run id, step, cause and next command to the alert topic, lease given back',
    reads: '_lease, _runs/<run>/, _catalog/',
    writes: '_runs/<run>/report.json, openlineage.ndjson, alert topic; removes or shortens _lease',
    timeoutSeconds: 120,
    next: { failed: 'end' },
  },
};

/** No execution outlives this; the lease does, so that a lease that expired has no living owner. */
export const executionTimeoutSeconds = 4 * 3600;
export const leaseSeconds = executionTimeoutSeconds + 1800;
