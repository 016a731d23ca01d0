import type { RunCost } from '../cost/run-cost.ts';
import type { AcceptedCheck } from './checks.ts';
import type { DateSummary, Money, Sums } from './date-summary.ts';

/*
 * What a run writes down about itself, in the order it is written. All of it is JSON in the Silver bucket, keys in
 * lib/lake/keys.ts.
 */

/** One ingest date of a run's range that has Bronze files. */
export type PlannedDate = {
  ingestDate: string;
  /** Hash of the date's files, the contract and the feeds: all that its accepted rows are a function of. */
  fingerprint: string;
  files: { key: string; size: number; feed: string }[];
  /** Keys of files that an operator withdrew: Bronze has them, the account has not. Absent in what was written before. */
  withdrawn?: string[];
  /** Whether an operator released the date's late rows. */
  released: boolean;
  /** Whether this run derives the date from Bronze; otherwise it is only reported. */
  derive: boolean;
};

/** The inputs of a run, fixed when it is planned. */
export type RunPlan = {
  runId: string;
  dataset: string;
  from: string;
  to: string;
  accept: AcceptedCheck[];
  dates: PlannedDate[];
  /** Dates of the range without Bronze. */
  missing: string[];
};

/** Of an ingest date's accepted rows: what became of them. */
export type Verdicts = {
  rows: Record<Verdict, number>;
  money: Record<Verdict, Money>;
  /** Of every measure; absent in what was written before there were several. */
  measures?: Record<Verdict, Sums>;
};
export type Verdict = 'loaded' | 'duplicate' | 'superseded';

/** Rows and sum of one event date, measure and unit; the measure `rows`, whose unit is empty, counts them all. */
export type ControlTotal = { date: string; measure: string; unit: string; rows: number; amount: string };

/**
 * Of one ingest date: rows that another of the same id and version outranks and contradicts. `leaves` is their money, `comes` that
 * of the rows which stand in their place.
 */
export type Conflicts = {
  rows: number;
  /** Of the rows by which the date was found: its own. */
  feeds: Record<string, number>;
  leaves: Money;
  comes: Money;
  /** Hash of who contradicts whom. */
  digest: string;
  examples: Example[];
};

/** What ranking found: which event dates are touched, and how they are cut into pieces of work. */
export type Ranking = {
  touchedDates: string[];
  chunks: { name: string; dates: string[]; accepted: string[] }[];
  verdicts: Record<string, Verdicts>;
  controlTotals: ControlTotal[];
  /** By derived ingest date: of the row that outranks, if this run derives its date, else of the outranked one. */
  conflicts: Record<string, Conflicts>;
  /** Winners that share an id within the look-back; the laws say there are none. */
  residualDuplicates: number;
};

/** A staged Silver file as it was written: whole event dates, sorted. */
export type StagedPart = {
  name: string;
  key: string;
  size: number;
  sha256: string;
  rows: number;
  distinctKeys: number;
  dates: StagedDate[];
  controlTotals: ControlTotal[];
  /** What the warehouse copies instead, where Silver has columns that it does not load. */
  load?: { key: string; size: number; sha256: string };
};

/** `digest` is a hash of the date's rows, whatever their order or file. */
export type StagedDate = { date: string; rows: number; digest: string };

/** What is published of one event date. */
export type CatalogDate = StagedDate & { partitions: CatalogPartition[] };
/** `etag` is that of the object as it was put: an object with another one is not ours. */
export type CatalogPartition = { key: string; size: number; sha256: string; etag: string; rows: number };

/** A run that passed its audit: whoever comes next finishes it. Everything needed to do so stands here. */
export type Decision = {
  runId: string;
  dataset: string;
  from: string;
  to: string;
  derivedDates: string[];
  touchedDates: string[];
  /** Those of them that were closed before; absent in what was written before it was asked. */
  closedDates?: string[];
  parts: StagedPart[];
  /** Keys of the COPY manifests, and the hash of what they list. */
  manifests: { rows: string; controlTotals: string; sha256: string };
  rows: number;
};

/** The pieces of work that publishing a decided run consists of: its accepted dates, and each staged file. */
export function unitsOf(decision: Decision): { unit: string }[] {
  return [{ unit: 'accepted' }, ...decision.parts.map(({ name }) => ({ unit: name }))];
}

/**
 * A sum of a closed date that a run changed: of a column of a mart over the rows of the date in one unit, 0 where nothing stood. Numbers
 * as texts with eight decimals.
 */
export type Restatement = { date: string; mart: string; measure: string; unit: string; before: string; after: string };

/** The run that loaded a dataset last. */
export type LastLoad = { runId: string };

/**
 * What of a mart readers find in Gold: `files` are keys of the bucket; `runId` is the run that last wrote it; `loads` how many loads
 * one over several datasets has seen.
 */
export type MartPointer = { runId: string; asOf: string | null; files: string[]; rows: number; loads?: number };

export type Check = { name: string; severity: 'block' | 'warn'; ok: boolean; detail: string };

/** A check with what is behind its detail, as the audit writes it down: date by date. */
export type JudgedCheck = Check & { failures: Failure[] };

/** A date that does not meet a check about the data. */
export type Failure = {
  /** Which date: `ingest_date`, or the contract's event date for what concerns a business date. */
  column: string;
  date: string;
  /** What an acceptance of it holds for: the date's fingerprint, or another name of what is as it is. */
  inputs: string;
  detail: string;
  /** Rows to look at first, three at most. */
  examples: Example[];
  /** Of a check that blocks, what only warns: too little for it to stop a run. */
  severity?: 'warn';
  /** Where all of the rows stand, if they were set aside. */
  setAside?: 'quarantine' | 'held';
};

/** A row of a Bronze file, why it is shown, and its text, cut off; no text where only its place is known. */
export type Example = { file: string; line: number; reason: string; raw?: string };

/** What became of an amount. */
export type Account = { in: string } & Record<Verdict | 'quarantined' | 'held', string>;

export type DayReport = {
  ingestDate: string;
  rows: { in: number } & Record<Verdict | 'quarantined' | 'held', number>;
  /** That of the money measure, by currency. */
  money: Record<string, Account>;
  /** Every measure by unit, in the form of `money`. */
  measures: Record<string, Record<string, Account>>;
  unparseableAmounts: number;
};

/** The outcome of a run, as `--json` prints it (schema paylake.run/1). */
export type RunReport = {
  schema: 'paylake.run/1';
  runId: string;
  status: 'succeeded' | 'blocked' | 'failed' | 'locked';
  dataset: string;
  from: string;
  to: string;
  days: DayReport[];
  touchedDates: string[];
  silverDigest: string;
  factRows: number;
  checks: Check[];
  paths: Record<string, string>;
  /** Sums of closed dates that the run changed; absent where it changed none. */
  restatements?: Restatement[];
  /** Bronze keys of the range's files that an operator withdrew; absent where there are none. */
  withdrawn?: string[];
  /** Absent in what was written before there was one, and where nothing ran. */
  cost?: RunCost;
  error?: { kind: string; message: string; next: string };
};

export type { DateSummary, Money };
