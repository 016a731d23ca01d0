import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Contract } from '../../lib/contracts/contract.ts';
import { feeds } from '../../lib/datasets/find-feed.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { Feed } from '../../lib/feeds/feed.ts';
import { writeAccepted, writeSetAside } from '../../lib/stages/accept/write-rows.ts';
import { openDuckDB } from '../open-duckdb.ts';
import { fillTables, type JudgedRow } from './judged-tables.ts';

let connection: DuckDBConnection;
let close: () => void;
let directory: string;
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
  directory = await mkdtemp(join(tmpdir(), "paylake-write'rows-"));
});
afterAll(async () => {
  close();
  await rm(directory, { recursive: true });
});

const { transactions: native, 'purchase-cards': cards } = feeds as Record<'transactions' | 'purchase-cards', Feed>;
const cardFile = 'purchase-cards/ingest_date=2025-09-11/a.csv';

/** What the files say of these rows, of the columns asked for. */
async function write(
  rows: { accepted?: JudgedRow[]; setAside?: JudgedRow[] },
  { contract = transactions, of = [native, cards] }: { contract?: Contract; of?: readonly Feed[] } = {},
): Promise<Record<'accepted' | 'index', Record<string, unknown>[]>> {
  await fillTables(connection, contract, rows);
  const names = await writeAccepted(connection, contract, { ingestDate: '2025-09-11', feeds: of }, directory);
  expect(names).toEqual(['accepted.parquet', 'index.parquet']);
  const read = async (name: string): Promise<Record<string, unknown>[]> => {
    const path = join(directory, name).replaceAll("'", "''");
    const found = await connection.runAndReadAll(`select * from '${path}' order by source_file, source_line`);
    return found.getRowObjectsJson();
  };
  return { accepted: await read('accepted.parquet'), index: await read('index.parquet') };
}

test('an accepted row stands with all columns of the contract in their order, and where it came from', async () => {
  const file = 'transactions/a.ndjson';
  const { accepted, index } = await write({
    accepted: [{ line: 7, file, merchant_name: 'Shop', is_refund: 'true', version: 3 }],
  });
  expect(Object.keys(accepted[0] ?? {})).toEqual(transactions.columns.map(({ name }) => name));
  const own = { transaction_id: 'txn-1', txn_date: '2025-09-10', ingest_date: '2025-09-11', source_file: file };
  expect(accepted).toMatchObject([{ ...own, source_line: '7', merchant_name: 'Shop', amount: '1.00', mcc: '5411' }]);
  expect(index).toEqual([
    {
      ...own,
      version: '3',
      source_line: '7',
      currency: 'KRW',
      signed_amount: '-1.00',
      lookback_days: 30,
      status: 'approved',
    },
  ]);
});

const hashed = (content: string, ordinal: number): string =>
  `pc-${createHash('sha256').update(`${content}:${ordinal}`).digest('hex').slice(0, 32)}`;

test('a row without an id has the hash of its content and how many equal ones stand before it in its file', async () => {
  const row = (line: number, content: string, file = cardFile): JudgedRow => ({
    ...{ file, line, content },
    transaction_id: null,
  });
  const rows = [row(9, 'x'), row(3, 'x'), row(5, 'y'), row(4, 'x', `${cardFile}2`)];
  // One that is set aside counts: mended, it must not take the id of another.
  const { accepted, index } = await write({ accepted: rows, setAside: [row(2, 'x'), row(6, 'x'), row(8, 'y')] });
  const ids = [hashed('x', 2), hashed('y', 1), hashed('x', 4), hashed('x', 1)];
  expect(accepted.map((found) => found.transaction_id)).toEqual(ids);
  expect(index.map((found) => found.transaction_id)).toEqual(ids);
  expect(index.map((found) => found.lookback_days)).toEqual([1_000_000, 1_000_000, 1_000_000, 1_000_000]);
});

test('each feed has its own look-back and prefix, told by the whole name of its folder', async () => {
  const feed = (name: string, lookbackDays: number, idPrefix?: string): Feed => ({
    ...native,
    ...{ name, lookbackDays },
    ...(idPrefix !== undefined && { idPrefix }),
  });
  const of = [feed('pay', 5, "o'"), feed('pay-2', 6)];
  const at = (file: string): JudgedRow => ({ file, content: 'x', transaction_id: null });
  const { index } = await write({ accepted: [at('pay/a'), at('pay-2/a')] }, { of });
  expect(
    index.map(({ lookback_days, transaction_id }) => [lookback_days, String(transaction_id).slice(0, -32)]),
  ).toEqual([
    [6, ''],
    [5, "o'"],
  ]);
});

test('of a dataset without versions every row is version 1; a constant unit and no sign stand as declared', async () => {
  const { versionOrder: _, ...plain } = transactions;
  const contract: Contract = {
    ...plain,
    measures: [
      { name: 'weight', column: 'amount', isMoney: false, unit: { constant: 'kg' } },
      { name: 'volume', column: 'amount', isMoney: false, unit: { column: 'mcc' } },
    ],
  };
  const { index } = await write({ accepted: [{ version: 9, is_refund: 'true', amount: '2.50' }] }, { contract });
  expect(index).toMatchObject([{ version: '1', unit_weight: 'kg', signed_weight: '2.50', unit_volume: '5411' }]);
  // What tells rows of one version apart and is no measure here.
  expect(Object.keys(index[0] ?? {}).slice(-3)).toEqual(['lookback_days', 'currency', 'status']);
});

async function setAside(rows: JudgedRow[], contract: Contract = transactions): Promise<Record<string, unknown[]>> {
  await fillTables(connection, contract, { setAside: rows });
  const files: Record<string, unknown[]> = {};
  for (const name of await writeSetAside(connection, contract, directory)) {
    const lines = (await readFile(join(directory, name), 'utf8')).trimEnd().split('\n');
    files[name] = lines.map((line) => JSON.parse(line));
  }
  return files;
}

test('rows set aside stand with their text, rules, place and version, in the order of files and lines', async () => {
  const rows: JudgedRow[] = [
    { file: 'b', line: 1, raw: '{"a":"1"}', rules: ['malformed'] },
    { file: 'a', line: 10, raw: 'x', rules: ['missing:mcc', 'card_number'] },
    { file: 'a', line: 9, raw: "it's", rules: ['malformed'] },
    { file: 'a', line: 2, raw: 'late', event_date: '2025-09-01' },
    { file: 'a', line: 1, raw: 'later' },
  ];
  expect(await setAside(rows, { ...transactions, version: 7 })).toEqual({
    'quarantine.ndjson': [
      { raw: "it's", rules: ['malformed'], file: 'a', line: 9, contractVersion: 7 },
      { raw: 'x', rules: ['missing:mcc', 'card_number'], file: 'a', line: 10, contractVersion: 7 },
      { raw: '{"a":"1"}', rules: ['malformed'], file: 'b', line: 1, contractVersion: 7 },
    ],
    'held.ndjson': [
      { raw: 'later', rules: [], file: 'a', line: 1, contractVersion: 7 },
      { raw: 'late', rules: [], file: 'a', line: 2, contractVersion: 7 },
    ],
  });
});

test('where nothing is set aside nothing is written', async () => {
  expect(await setAside([])).toEqual({});
  expect(Object.keys(await setAside([{ rules: ['malformed'] }]))).toEqual(['quarantine.ndjson']);
  expect(Object.keys(await setAside([{}]))).toEqual(['held.ndjson']);
});
