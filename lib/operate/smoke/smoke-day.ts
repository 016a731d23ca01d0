import type { Dataset } from '../../datasets/dataset.ts';
import { datasets } from '../../datasets/index.ts';
import { defaultDataset } from '../../run/dataset-flag.ts';
import type { RunReport } from '../../run/records.ts';
import { classifyError } from '../../runtime/classify-error.ts';
import { queryWarehouse } from '../query/query-warehouse.ts';
import { demo, type Watched } from '../runs/run-commands.ts';
import type { Trial } from './try-assumptions.ts';

/** Small, and nothing in it that belongs to other days. */
const small: Readonly<Record<string, number>> = { rows: 500, late: 0, corrections: 0 };

/** A made-up day nobody has data of: this day twenty years ago. */
export function defaultSmokeDay(now: Date): string {
  return `${now.getUTCFullYear() - 20}${now.toISOString().slice(4, 10)}`;
}

/** A small day of every dataset that can be made up, end to end: generated, run, and found again in the warehouse. */
export async function smokeDay(watched: Watched, date: string): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const dataset of Object.values(datasets)) {
    if (dataset.demo) trials.push(...(await tryDay(watched, dataset, date)));
  }
  return trials;
}

async function tryDay(watched: Watched, { contract, fact, demo: usual }: Dataset, date: string): Promise<Trial[]> {
  const { name: dataset } = contract;
  const prefix = dataset === defaultDataset ? '' : `${dataset}-`;
  const names = { run: `${prefix}day-succeeds`, fact: `${prefix}day-in-warehouse` };
  const knobs = Object.fromEntries(Object.entries(small).filter(([name]) => usual && Object.hasOwn(usual.knobs, name)));
  const none = (why: string): Trial[] =>
    Object.values(names).map((name) => ({ name, assumed: null, verdict: 'unasked', why }));
  const wanted = { status: 'succeeded', arrived: true, addsUp: true };
  try {
    const report = await demo(watched, { dataset, from: date, to: date, knobs });
    if (report.status === 'locked') return none(report.error?.message ?? 'another run is at work');
    const loaded = report.days.reduce((sum, { rows }) => sum + rows.loaded, 0);
    return [
      compare(names.run, wanted, outcomeOf(report), complaintsOf(report)),
      await findFact(watched, names.fact, { fact, date, loaded }),
    ];
  } catch (error) {
    const { kind, message } = classifyError(error);
    if (kind === 'usage' || kind === 'transient') return none(message);
    return [compare(names.run, wanted, { status: 'no report' }, message)];
  }
}

function outcomeOf({ status, days }: RunReport): Flat {
  const counts = days.map(({ rows }) => rows);
  return {
    status,
    arrived: counts.some((rows) => rows.in > 0),
    addsUp: counts.every(
      ({ in: all, loaded, duplicate, superseded, quarantined, held }) =>
        all === loaded + duplicate + superseded + quarantined + held,
    ),
  };
}

function complaintsOf({ error, checks }: RunReport): string {
  const failed = checks.filter(({ ok }) => !ok).map(({ name, detail }) => `${name}: ${detail}`);
  return [error?.message ?? [], failed].flat().join('; ');
}

async function findFact(
  { target }: Watched,
  name: string,
  { fact, date, loaded }: { fact: string; date: string; loaded: number },
): Promise<Trial> {
  const sql = `select count(*) as fact_rows from ${fact} where ingest_date = '${date}'`;
  const wanted = { factRows: loaded };
  try {
    const { rows } = await queryWarehouse(target, sql);
    return compare(name, wanted, { factRows: Number(rows[0]?.[0]) }, '');
  } catch (error) {
    const { message } = classifyError(error);
    if (/permission denied/i.test(message)) return { name, assumed: wanted, verdict: 'unasked', why: message };
    return compare(name, wanted, { factRows: 'no answer' }, message);
  }
}

type Flat = Record<string, string | number | boolean>;

function compare(name: string, assumed: Flat, found: Flat, evidence: string): Trial {
  const isSame = Object.entries(assumed).every(([key, value]) => found[key] === value);
  return { name, assumed, found, verdict: isSame ? 'same' : 'different', ...(evidence !== '' && { evidence }) };
}
