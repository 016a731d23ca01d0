import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { isLuhnValid } from '../../lib/contracts/card-number.ts';
import { makeFolder, removeFolder } from '../cli/paylake.ts';
import {
  bronzeLines,
  contentOf,
  keysOf,
  martFolder,
  seen,
  setAside,
  silverDigest,
  silverKeys,
  silverOf,
  withDuckDB,
} from './home.ts';
import { gapsOf, type RunDocument, succeed, toCents } from './report.ts';
import { deliveredOf, placeOf, silverByHand } from './silver-by-hand.ts';

const dates = ['2025-09-01', '2025-09-02', '2025-09-03'];
/** Few rows, but some of every fate. */
const knobs = ['--rows', '300', '--late', '0.3', '--bad', '0.03', '--corrections', '0.05'];
const args = ['demo', '--from', '2025-09-01', '--to', '2025-09-03', ...knobs];

let home: string;
let report: RunDocument;

beforeAll(async () => {
  home = await makeFolder();
  report = await succeed(...args, '--home', home);
});
afterAll(() => removeFolder(home));

const counts = ['duplicate', 'held', 'in', 'loaded', 'quarantined', 'superseded'];

test('the report has the form of paylake.run/1, nothing more and nothing less but its cost', () => {
  const keys = ['schema', 'runId', 'status', 'dataset', 'from', 'to', 'days', 'touchedDates', 'silverDigest'];
  expect(Object.keys(report).sort()).toEqual([...keys, 'factRows', 'checks', 'paths', 'cost'].sort());
  expect(report).toMatchObject({ schema: 'paylake.run/1', status: 'succeeded', dataset: 'transactions' });
  expect([report.from, report.to]).toEqual(['2025-09-01', '2025-09-03']);
  expect(report.runId).toMatch(/^[A-Za-z0-9_-]{1,80}$/);
  expect(report.days.map(({ ingestDate }) => ingestDate)).toEqual(dates);
  for (const day of report.days) {
    expect(Object.keys(day).sort()).toEqual(['ingestDate', 'measures', 'money', 'rows', 'unparseableAmounts']);
    expect(Object.keys(day.rows).sort()).toEqual(counts);
    for (const count of Object.values(day.rows)) expect(Number.isSafeInteger(count)).toBe(true);
    for (const amounts of Object.values(day.money)) {
      expect(Object.keys(amounts).sort()).toEqual(counts);
      for (const amount of Object.values(amounts)) expect(amount).toMatch(/^-?[0-9]+\.[0-9]{2}$/);
    }
  }
  for (const check of report.checks) {
    expect(check).toEqual({
      name: expect.any(String),
      severity: expect.stringMatching(/^(block|warn)$/),
      ok: expect.any(Boolean),
      detail: expect.any(String),
    });
  }
  for (const path of Object.values(report.paths)) expect(existsSync(path), path).toBe(true);
});

test('every fate occurs in this range, so that what follows says something', () => {
  for (const fate of counts)
    expect(
      report.days.some(({ rows }) => rows[fate as keyof typeof rows] > 0),
      fate,
    ).toBe(true);
});

test('in is the sum of the other five, and what Bronze holds, for rows and for money', () => {
  const lines = Map.groupBy(bronzeLines(home), ({ ingestDate }) => ingestDate);
  for (const day of report.days) {
    expect(gapsOf(day)).toEqual([]);
    const delivered = deliveredOf(lines.get(day.ingestDate) ?? []);
    expect(day.rows.in).toBe(delivered.rows);
    expect(day.unparseableAmounts).toBe(delivered.none);
    const money = Object.entries(day.money).map(([currency, amounts]) => [currency, toCents(amounts.in)]);
    expect(new Map(money as [string, bigint][])).toEqual(delivered.cents);
  }
});

test('Silver is exactly the accepted rows that nothing outranks', async () => {
  const expected = silverByHand(home);
  const rows = await withDuckDB(home, (ask) => ask('select source_file as file, source_line as line from silver'));
  const places = rows.map(({ file, line }) => placeOf({ file: String(file), line: Number(line) }));
  expect(new Set(places)).toEqual(expected.silver);
  expect(places).toHaveLength(expected.silver.size);
  const total = (pick: (day: RunDocument['days'][number]) => number): number =>
    report.days.reduce((sum, day) => sum + pick(day), 0);
  expect(total(({ rows: { loaded } }) => loaded)).toBe(expected.silver.size);
  expect(total(({ rows: { duplicate, superseded } }) => duplicate + superseded)).toBe(expected.outranked);
});

test('held and quarantined rows are kept as NDJSON with raw text, rules and place, as many as reported', () => {
  const raws = new Map(bronzeLines(home).map((line) => [placeOf(line), line.raw]));
  for (const { ingestDate, rows } of report.days) {
    const quarantined = setAside(home, `_quarantine/transactions/ingest_date=${ingestDate}/`);
    const held = setAside(home, `_held/transactions/ingest_date=${ingestDate}/`);
    expect([quarantined.length, held.length]).toEqual([rows.quarantined, rows.held]);
    for (const row of [...quarantined, ...held]) {
      expect(Object.keys(row).sort()).toEqual(['contractVersion', 'file', 'line', 'raw', 'rules']);
      expect(row.contractVersion).toBe(1);
      if (!row.rules.includes('card_number')) expect(row.raw).toBe(raws.get(placeOf(row)));
      expect((row.raw.match(/[0-9]{13,19}/g) ?? []).filter(isLuhnValid)).toEqual([]);
    }
    for (const row of quarantined) expect(row.rules.length).toBeGreaterThan(0);
  }
  expect(new Set(setAside(home, '_held/').map(placeOf))).toEqual(silverByHand(home).held);
});

const contract = {
  transaction_id: 'VARCHAR',
  version: 'BIGINT',
  customer_id: 'VARCHAR',
  card_id: 'VARCHAR',
  merchant_id: 'VARCHAR',
  merchant_name: 'VARCHAR',
  txn_ts: 'TIMESTAMP',
  amount: 'DECIMAL(18,2)',
  currency: 'VARCHAR',
  mcc: 'VARCHAR',
  status: 'VARCHAR',
  is_refund: 'BOOLEAN',
  channel: 'VARCHAR',
  original_transaction_id: 'VARCHAR',
  txn_date: 'DATE',
  ingest_date: 'DATE',
  source_file: 'VARCHAR',
  source_line: 'BIGINT',
};

test('every Silver file has the contract’s columns in order and type, sorted, in the partition its rows belong to', async () => {
  await withDuckDB(home, async (ask) => {
    for (const key of silverKeys(home)) {
      const [, date, value] =
        /^transactions\/p_txn_date=([0-9-]{10})\/p_mcc=(m[0-9]{4}|mixed)\/part-0000\.parquet$/.exec(key) ?? [];
      expect(date, key).toBeDefined();
      const file = `read_parquet('${join(silverOf(home), key)}', hive_partitioning = false)`;
      const columns = await ask(`describe select * from ${file}`);
      expect(Object.entries(contract)).toEqual(
        columns.map(({ column_name, column_type }) => [column_name, column_type]),
      );
      const rows = await ask(`select transaction_id as id, txn_date, mcc from ${file}`);
      const order = rows.map(({ mcc, id }) => `${mcc} ${id}`);
      expect(order).toEqual([...order].sort());
      expect(rows.filter((row) => row.txn_date !== date)).toEqual([]);
      if (value !== 'mixed') expect(rows.filter((row) => `m${row.mcc}` !== value)).toEqual([]);
    }
    const forms = await ask(`select count(distinct filename) as files, count(distinct mcc) as codes, count(*) as n,
        bool_or(filename like '%/p_mcc=mixed/%') as is_mixed
      from silver group by txn_date`);
    for (const { files, codes, n, is_mixed } of forms) {
      expect(is_mixed).toBe(Number(n) / Number(codes) < 100);
      expect(Number(files)).toBe(is_mixed ? 1 : Number(codes));
    }
    const twice = 'select transaction_id, txn_date from silver group by all having count(*) > 1';
    expect(await ask(twice)).toEqual([]);
  });
});

test('touched dates are those of Silver, and no others than late rows can reach', async () => {
  const rows = await withDuckDB(home, (ask) => ask('select distinct txn_date from silver order by 1'));
  expect(report.touchedDates).toEqual(expect.arrayContaining(rows.map((row) => row.txn_date)));
  expect(new Set(report.touchedDates).size).toBe(report.touchedDates.length);
  for (const date of report.touchedDates) expect(date >= '2025-08-30' && date <= '2025-09-03', date).toBe(true);
});

test('the digest is that of the files on disk', () => {
  expect(report.silverDigest).toBe(silverDigest(home));
});

/** Rows that only one of two selects has, as often as it has them more. */
const differences = (a: string, b: string): string =>
  `(from (${a}) except all from (${b})) union all (from (${b}) except all from (${a}))`;

const sales = `select txn_date, mcc, channel, currency,
    sum(case when is_refund then 0 else amount end)::decimal(38, 2) as gross_amount,
    sum(case when is_refund then amount else 0 end)::decimal(38, 2) as refund_amount,
    (sum(case when is_refund then 0 else amount end) - sum(case when is_refund then amount else 0 end))::decimal(38, 2),
    count(*) filter (not is_refund) as sale_count, count(*) filter (is_refund) as refund_count
  from silver where status = 'approved' group by all`;

const rfm = `with customers as (
    select customer_id, currency,
      date '2025-09-03' - max(txn_date) filter (not is_refund and amount > 0) as recency_days,
      count(*) filter (not is_refund and amount > 0) as frequency,
      sum(case when is_refund then -amount else amount end)::decimal(38, 2) as monetary
    from silver where status = 'approved' group by all)
  select date '2025-09-03' as as_of_date, customer_id, currency, recency_days, frequency, monetary,
    6 - ntile(5) over (partition by currency order by recency_days, customer_id) as r_score,
    ntile(5) over (partition by currency order by frequency, customer_id) as f_score,
    ntile(5) over (partition by currency order by monetary, customer_id) as m_score
  from customers where frequency > 0`;

test('the fact is Silver row by row; sales and RFM are what Silver gives; Gold is the marts', async () => {
  await withDuckDB(home, async (ask) => {
    const columns = Object.keys(contract).join(', ');
    const gold = (mart: string): string => `from read_parquet('${martFolder(home, mart)}/*.parquet')`;
    const pairs: [string, string][] = [
      [`select ${columns} from warehouse.core.fact_transactions`, `select ${columns} from silver`],
      ['from warehouse.mart.sales_daily', sales],
      ['select * exclude (segment) from warehouse.mart.rfm_customer', rfm],
      ['from warehouse.mart.sales_daily', gold('sales_daily')],
      ['from warehouse.mart.rfm_customer', gold('rfm_customer')],
    ];
    for (const [a, b] of pairs) expect(await ask(differences(a, b)), b).toEqual([]);
    const [facts] = await ask('select count(*) as n from warehouse.core.fact_transactions');
    expect(Number(facts?.n)).toBe(report.factRows);
    expect(report.factRows).toBeGreaterThan(0);
    const types = await ask('describe warehouse.mart.sales_daily');
    const money = types.filter(({ column_name }) => String(column_name).endsWith('_amount'));
    expect(money.map(({ column_type }) => column_type)).toEqual(Array(3).fill('DECIMAL(38,2)'));
  });
});

test('the same command again finds nothing new and doubles nothing', async () => {
  const before = { ...(await seen(home)), files: contentOf(silverOf(home), 'transactions/') };
  const again = await succeed(...args, '--home', home);
  expect(again.touchedDates).toEqual([]);
  expect(again.days).toEqual(report.days);
  expect([again.silverDigest, again.factRows]).toEqual([report.silverDigest, report.factRows]);
  expect({ ...(await seen(home)), files: contentOf(silverOf(home), 'transactions/') }).toEqual(before);
  const loads = await withDuckDB(home, (ask) => ask('select run_id from warehouse.ops.load_ledger'));
  expect(loads).toEqual([{ run_id: report.runId }]);
  expect(keysOf(silverOf(home)).filter((key) => /^_(lease|journal)\//.test(key))).toEqual([]);
});
