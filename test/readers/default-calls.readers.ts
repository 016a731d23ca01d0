import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { partitionKey } from '../../lib/lake/keys.ts';
import { makeFolder, removeFolder } from '../cli/paylake.ts';
import { martFolder, silverKeys, silverOf, withDuckDB } from '../end-to-end/home.ts';
import { succeed } from '../end-to-end/report.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { installReaders } from './install-readers.ts';

/*
 * Silver and Gold as a stranger reads them: each table by one call without options. What comes out is compared with the warehouse:
 * rows, money to the cent, and codes that are text with their leading zeros.
 */

/** What stands in a table: how many rows, the sum of its money, the distinct values of a text column. */
type Found = { rows: number; sum: string; values: unknown[] };

let folder: string;
let python: string;
let tables: string[];
let expected: Found[];

beforeAll(async () => {
  python = await installReaders();
  folder = await makeFolder();
  const home = join(folder, 'home');
  await succeed('demo', '--from', '2025-09-01', '--to', '2025-09-03', '--rows', '2000', '--home', home);
  // Codes with leading zeros: of a date that is split by value, and of one that is a single file.
  await deliver(home, '2025-09-04', { '0780': 150, '0742': 100 });
  await deliver(home, '2025-09-05', { '0763': 5, '4111': 60 });
  const values = silverKeys(home).map((key) => /p_mcc=(\w+)/.exec(key)?.[1]);
  expect(values).toEqual(expect.arrayContaining(['m0742', 'm0780', 'mixed', 'm5411']));

  tables = [
    `${silverOf(home)}/transactions:amount:mcc`,
    `${martFolder(home, 'sales_daily')}:net_amount:mcc`,
    `${martFolder(home, 'rfm_customer')}:monetary:customer_id`,
    `${await escapedPaths(home)}:amount:symbol`,
  ];
  const lookup = async (from: string, money: string, text: string): Promise<Found> =>
    withDuckDB(home, async (ask) => {
      const [row] = await ask(`select count(*) as n, cast(sum(${money}) as varchar) as sum from warehouse.${from}`);
      const texts = await ask(`select distinct ${text} as value from warehouse.${from}`);
      return { rows: Number(row?.n), sum: String(row?.sum), values: texts.map(({ value }) => value).sort() };
    });
  expected = [
    await lookup('core.fact_transactions', 'amount', 'mcc'),
    await lookup('mart.sales_daily', 'net_amount', 'mcc'),
    await lookup('mart.rfm_customer', 'monetary', 'customer_id'),
    { rows: 3, sum: '3.75', values: ['BTC', 'ETH/USDT', '1INCH'].sort() },
  ];
  expect(expected[0]?.values).toEqual(expect.arrayContaining(['0742', '0763', '0780']));
});
afterAll(() => removeFolder(folder));

async function deliver(home: string, date: string, counts: Record<string, number>): Promise<void> {
  const rows = Object.entries(counts).flatMap(([mcc, count]) =>
    Array.from({ length: count }, (_, at) =>
      nativeRow({ transaction_id: `txn-${date}-${mcc}-${at}`, txn_ts: `${date}T12:00:00+09:00`, mcc, amount: '0.01' }),
    ),
  );
  const file = join(folder, `${date}.ndjson`);
  await writeFile(file, toNdjson(rows));
  await succeed('run', '--feed', 'transactions', '--input', file, '--ingest-date', date, '--home', home);
}

/** A dataset whose path values are escaped, and look like a number but for their prefix. */
async function escapedPaths(home: string): Promise<string> {
  const layout = { name: 'trades', partitionBy: ['trade_date', 'symbol'], partitionPrefix: 's-' } as const;
  await withDuckDB(home, async (ask) => {
    for (const symbol of ['BTC', 'ETH/USDT', '1INCH']) {
      const path = join(folder, partitionKey(layout, '2025-12-25', symbol));
      await mkdir(dirname(path), { recursive: true });
      const row = `'${symbol}' as symbol, date '2025-12-25' as trade_date, cast(1.25 as decimal(18, 2)) as amount`;
      await ask(`copy (select ${row}) to '${path}' (format parquet)`);
    }
  });
  return join(folder, 'trades');
}

test.each(['pandas', 'pyarrow', 'polars', 'duckdb', 'spark'])(
  '%s reads Silver and Gold right by default',
  async (reader) => {
    const script = fileURLToPath(new URL(`./read_${reader}.py`, import.meta.url));
    const options = { maxBuffer: 64 * 1024 * 1024, timeout: 300_000 };
    const { stdout } = await promisify(execFile)(python, ['-B', script, ...tables], options);
    const found: Found[] = JSON.parse(stdout);
    expect(found.map(({ values, ...rest }) => ({ ...rest, values: values.toSorted() }))).toEqual(expected);
  },
);
