import { readFileSync, statSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder, paylake, paylakeJson, removeFolder } from '../cli/paylake.ts';
import { keysOf, silverOf } from './home.ts';
import { type Cost, type RunDocument, run, succeed } from './report.ts';

const range = ['--from', '2025-09-01', '--to', '2025-09-02'];
const kinds = ['warehouse', 'compute', 'requests', 'transitions', 'storage'];

type Amounts = { usd: string; kinds: Record<string, string> };
type MonthDocument = Amounts & {
  schema: string;
  runs: (Amounts & { runId: string; status: string; gaps: string[] })[];
  unknown: { runId: string; why: string }[];
  prices: { region: string; asOf: string; table: { usd: string; unit: string; page: string; region: string }[] };
  comparison: { ways: { way: string; usd: string; basis: string; lacks: string }[] };
};

let home: string;
let first: RunDocument;
let month: string;
beforeAll(async () => {
  home = await makeFolder();
  month = new Date().toISOString().slice(0, 7);
  first = await succeed('demo', ...range, '--rows', '150', '--late', '0.3', '--bad', '0.03', '--home', home);
});
afterAll(() => removeFolder(home));

/** "0.058400000" in billionths. */
const billionths = (usd: string): bigint => {
  expect(usd).toMatch(/^[0-9]+\.[0-9]{9}$/);
  return BigInt(usd.replace('.', ''));
};
const total = (amounts: readonly string[]): bigint => amounts.reduce((sum, usd) => sum + billionths(usd), 0n);
const costOf = ({ cost }: RunDocument): Cost => {
  if (!cost) throw new Error('a run without its cost');
  return cost;
};
const quantity = (document: RunDocument, unit: RegExp): number =>
  Number(costOf(document).lines.find((line) => unit.test(line.unit))?.quantity);

/** Bytes on disk of what is kept for readers and later runs. */
function keptBytes(): number {
  const kept = keysOf(silverOf(home)).filter((key) => /^(transactions|_accepted|_quarantine|_held)\//.test(key));
  return kept.reduce((sum, key) => sum + statSync(join(silverOf(home), key)).size, 0);
}

async function monthCost(...args: string[]): Promise<MonthDocument> {
  const { status, document } = await paylakeJson<MonthDocument>('cost', ...args, '--home', home);
  expect(status).toBe(0);
  return document;
}

test('a run’s record has a cost line: all five kinds, each with quantity, price and how it is known', () => {
  const cost = costOf(first);
  expect([...new Set(cost.lines.map(({ kind }) => kind))]).toEqual(kinds);
  for (const line of cost.lines) {
    expect(line.quantity).toMatch(/^[0-9]+(\.[0-9]{3})?$/);
    expect(line.basis).toMatch(/^(measured|derived|estimated)$/);
    expect(line.how.length).toBeGreaterThan(10);
    expect(billionths(line.usd)).toBeGreaterThan(0n);
  }
  expect(total(cost.lines.map(({ usd }) => usd))).toBe(billionths(cost.usd));
  expect(cost.prices).toEqual({ region: 'ap-northeast-2', asOf: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) });
  expect(cost.gaps).toEqual([]);
  const record = readFileSync(join(silverOf(home), `_runs/${first.runId}/report.json`), 'utf8');
  expect((JSON.parse(record) as RunDocument).cost).toEqual(cost);
});

test('its quantities are what can be seen: bytes on disk, a minute of the base capacity, the functions of two days', () => {
  expect(quantity(first, /^bytes/)).toBe(keptBytes());
  // Load and export within a minute, or more on a slow machine; 8 RPU.
  expect(quantity(first, /^RPU/)).toBeGreaterThanOrEqual(480);
  expect(quantity(first, /^RPU/) % 8).toBe(0);
  // Two dates are generated and accepted, the accepted rows and one file published; the rest once, polling apart.
  expect(quantity(first, /^invocations$/)).toBeGreaterThanOrEqual(2 + 2 + 2 + 1 + 1 + 1 + 1 + 2 + 2 + 1);
  expect(quantity(first, /^state/)).toBeGreaterThan(quantity(first, /^invocations$/));
  expect(quantity(first, /^PUT/)).toBeGreaterThanOrEqual(keysOf(silverOf(home)).length);
});

test('a run that changes nothing lets nothing grow', async () => {
  const again = await succeed('backfill', ...range, '--home', home);
  expect(again.silverDigest).toBe(first.silverDigest);
  expect(quantity(again, /^bytes/)).toBe(0);
});

test('a run that fails says what it cost and what of it is not known; the one that finishes it adds to it', async () => {
  const inWarehouse = async (sql: string): Promise<void> => {
    const instance = await DuckDBInstance.create(join(home, 'warehouse.duckdb'));
    const connection = await instance.connect();
    await connection.run(sql);
    connection.closeSync();
    instance.closeSync();
  };
  await inWarehouse('alter table core.fact_transactions rename column channel to canal');
  const { document: failed } = await run('backfill', ...range, '--home', home);
  await inWarehouse('alter table core.fact_transactions rename column canal to channel');
  expect(failed.status).toBe('failed');
  expect(billionths(costOf(failed).usd)).toBeGreaterThan(0n);
  expect(costOf(failed).gaps).toEqual([expect.stringMatching(/load/)]);
  const next = await succeed('backfill', ...range, '--home', home);
  const { runs } = await monthCost();
  const finished = runs.find(({ runId }) => runId === failed.runId);
  expect(finished).toMatchObject({ status: 'succeeded', gaps: costOf(failed).gaps });
  expect(billionths(finished?.usd ?? '')).toBeGreaterThan(billionths(costOf(failed).usd));
  expect(runs.find(({ runId }) => runId === next.runId)).toMatchObject({ usd: costOf(next).usd, gaps: [] });
});

test('a month is the sum of its runs, by run and by kind, with its prices and the same work elsewhere', async () => {
  const document = await monthCost();
  expect(document.schema).toBe('paylake.cost/1');
  expect(document.runs.length).toBe(4);
  expect(document.unknown).toEqual([]);
  expect(document.runs.find(({ runId }) => runId === first.runId)?.usd).toBe(costOf(first).usd);
  expect(total(document.runs.map(({ usd }) => usd))).toBe(billionths(document.usd));
  expect(total(Object.values(document.kinds))).toBe(billionths(document.usd));
  for (const kind of kinds)
    expect(total(document.runs.map((each) => each.kinds[kind] ?? ''))).toBe(billionths(document.kinds[kind] ?? ''));
  const ways = document.comparison.ways.map(({ way }) => way);
  expect(ways).toEqual(['Redshift Serverless', 'provisioned Redshift', 'Athena over Silver']);
  for (const { usd, basis, lacks } of document.comparison.ways) {
    expect(billionths(usd)).toBeGreaterThan(0n);
    expect([basis, lacks].every((text) => text.length > 10)).toBe(true);
  }
  const { status, stdout } = await paylake('cost', '--month', month, '--home', home);
  expect(status).toBe(0);
  for (const text of [...kinds, ...ways, document.prices.asOf, 'ap-northeast-2']) expect(stdout).toContain(text);
  for (const { unit, usd, page } of document.prices.table)
    for (const text of [unit, usd, page]) expect(stdout).toContain(text);
});

test('a record without a cost line is unknown by name, and so is a run without a record: neither counts as nothing', async () => {
  const before = await monthCost();
  const [older, gone] = before.runs;
  const path = (runId = ''): string => join(silverOf(home), `_runs/${runId}/report.json`);
  const { cost: _cost, ...rest } = JSON.parse(readFileSync(path(older?.runId), 'utf8')) as RunDocument;
  await writeFile(path(older?.runId), JSON.stringify(rest));
  await rm(path(gone?.runId));
  const after = await monthCost();
  expect(after.unknown.map(({ runId }) => runId).sort()).toEqual([older?.runId, gone?.runId].sort());
  expect(after.runs.map(({ runId }) => runId)).toEqual(before.runs.slice(2).map(({ runId }) => runId));
  expect(billionths(after.usd)).toBe(total(before.runs.slice(2).map(({ usd }) => usd)));
  const { stdout } = await paylake('cost', '--home', home);
  for (const each of [older, gone]) expect(stdout).toMatch(new RegExp(`^unknown.*${each?.runId}`, 'm'));
});

test('an empty month says so, exit 0; what is no month is wrong usage', async () => {
  const empty = await paylake('cost', '--month', '2020-02', '--home', home);
  expect(empty.status).toBe(0);
  expect(empty.stdout).toContain('no run');
  expect(await monthCost('--month', '2020-02')).toMatchObject({ runs: [], unknown: [], usd: '0.000000000' });
  for (const wrong of ['2025-13', '2025-9', 'september'])
    expect((await paylake('cost', '--month', wrong, '--home', home)).status).toBe(2);
});

test('a run ends with one line of what it costs', async () => {
  const { stdout } = await paylake('backfill', ...range, '--home', home);
  expect(stdout.match(/^cost on AWS .*USD.*warehouse.*compute.*requests.*transitions.*storage.*$/gm)).toHaveLength(1);
});
