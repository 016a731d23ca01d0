import { type Answer, paylakeJson } from '../cli/paylake.ts';

/** The outcome of a run as interfaces section 1 writes it, said again here so that a change of the program shows. */
export type RunDocument = {
  schema: string;
  runId: string;
  status: string;
  dataset: string;
  from: string;
  to: string;
  days: Day[];
  touchedDates: string[];
  silverDigest: string;
  factRows: number;
  checks: { name: string; severity: string; ok: boolean; detail: string }[];
  paths: Record<string, string>;
  cost?: Cost;
  error?: { kind: string; message: string; next: string };
};

export type Cost = {
  usd: string;
  lines: { kind: string; quantity: string; unit: string; usd: string; basis: string; how: string }[];
  prices: { region: string; asOf: string };
  gaps: string[];
};

export type Counts<Value> = {
  in: Value;
  loaded: Value;
  duplicate: Value;
  superseded: Value;
  quarantined: Value;
  held: Value;
};

export type Day = {
  ingestDate: string;
  rows: Counts<number>;
  money: Record<string, Counts<string>>;
  unparseableAmounts: number;
};

export async function run(...args: string[]): Promise<Answer<RunDocument>> {
  return paylakeJson<RunDocument>(...args);
}

/** Runs what has to succeed; throws with everything there is to know if it does not. */
export async function succeed(...args: string[]): Promise<RunDocument> {
  const { status, document, stderr } = await run(...args);
  if (status === 0 && document.status === 'succeeded') return document;
  throw new Error(
    `paylake ${args.join(' ')}: exit ${status}, ${document.status}: ${JSON.stringify(document.error)}\n${stderr}`,
  );
}

export function checkOf(document: RunDocument, name: string): RunDocument['checks'][number] {
  const found = document.checks.find((check) => check.name === name);
  if (found) return found;
  throw new Error(`no check ${name} among ${document.checks.map((check) => check.name).join(', ')}`);
}

/** "-12.34" as -1234n. */
export function toCents(amount: string): bigint {
  if (!/^-?[0-9]+\.[0-9]{2}$/.test(amount)) throw new Error(`"${amount}" is no amount with two decimals`);
  return BigInt(amount.replace('.', ''));
}

const parts = ['loaded', 'duplicate', 'superseded', 'quarantined', 'held'] as const;

/** Law 1 as a list of what does not add up: rows, and money by currency. */
export function gapsOf({ ingestDate, rows, money }: Day): string[] {
  const sum = parts.reduce((total, part) => total + rows[part], 0);
  const gaps = sum === rows.in ? [] : [`${ingestDate}: ${rows.in} rows in, ${sum} out`];
  for (const [currency, amounts] of Object.entries(money)) {
    const cents = parts.reduce((total, part) => total + toCents(amounts[part]), 0n);
    if (cents !== toCents(amounts.in)) gaps.push(`${ingestDate}: ${currency} ${amounts.in} in, ${cents} cents out`);
  }
  return gaps;
}
