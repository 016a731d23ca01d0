import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeFolder, type Outcome, paylake, removeFolder } from '../cli/paylake.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { writeFiles } from './card-files.ts';
import { setAside, silverOf, withDuckDB } from './home.ts';

/*
 * Law 9, read off the disk: whatever a delivery holds, no byte of the home is a card number's.
 */

const date = '2025-09-10';
const numbers = ['4532015112830366', '5555 5555 5555 4444', '3782-822463-10005', '6304000000000000000'];
/** Every spelling that a number is delivered in. */
const spellings = [...numbers, ...numbers.map(escapeDigits), '4532015112830366'.replace('3', '\\u0033')];

function escapeDigits(number: string): string {
  return number.replace(/[0-9]/g, (digit) => `\\u003${digit}`);
}

const columns = Object.keys(nativeRow());
let id = 0;
const row = (changes: Record<string, unknown> = {}): Record<string, unknown> =>
  nativeRow({ transaction_id: `txn-${String(++id).padStart(6, '0')}`, ...changes });
const toCsv = (rows: Record<string, unknown>[]): string =>
  `${[columns, ...rows.map((row) => columns.map((name) => row[name]))].map((cells) => cells.join(',')).join('\n')}\n`;
const good = Array.from({ length: 20 }, () => row());

let folder: string;
let home: string;
let outcomes: Outcome[];
beforeAll(async () => {
  folder = await makeFolder();
  home = join(folder, 'home');
  const lines = toNdjson([...numbers.map((memo) => row({ memo })), row({ memo: 4532015112830366 }), ...good]);
  const input = await writeFiles(join(folder, 'inbox'), {
    'a.csv': toCsv([...numbers.map((card_id) => row({ card_id })), row()]),
    'b.ndjson': lines,
    'c.ndjson.gz': gzipSync(toNdjson(numbers.map((memo) => row({ memo })))),
    'd/e.ndjson.zst': zstdCompressSync(toNdjson(numbers.map((memo) => row({ memo })))),
    'f.ndjson': toNdjson(numbers.map((memo) => row({ memo }))).replace(
      new RegExp(numbers.join('|'), 'g'),
      escapeDigits,
    ),
    'g.ndjson': `${toNdjson([row()])}{"torn":"4532015112830366"\n{"torn":"${spellings.at(-1)}\n`,
    'h.json': JSON.stringify([row({ [numbers[0] ?? '']: 'as a key' }), row({ nested: { deep: [numbers[1]] } })]),
  });
  const args = ['run', '--feed', 'transactions', '--input', input, '--ingest-date', date, '--home', home];
  const blocked = await paylake(...args);
  const passed = await paylake(...args, '--accept', 'quarantined_share', '--reason', `paid with ${numbers[0]}`);
  const shown = await paylake('quarantine', 'list', '--from', date, '--to', date, '--home', home, '--json');
  outcomes = [blocked, passed, shown];
});
afterAll(() => removeFolder(folder));

test('every row with a number is in quarantine for it, the others are loaded', async () => {
  expect(outcomes.map(({ status }) => status)).toEqual([3, 0, 0]);
  const quarantined = setAside(home, '_quarantine/');
  expect(quarantined.filter(({ rules }) => !rules.includes('card_number'))).toEqual([]);
  expect(quarantined).toHaveLength(4 + 5 + 4 + 4 + 4 + 2 + 2);
  const loaded = await withDuckDB(home, (ask) => ask('select count(*) as n from warehouse.core.fact_transactions'));
  expect(loaded).toEqual([{ n: String(good.length + 2) }]);
});

test('nothing that is told holds a number', () => {
  for (const { stdout, stderr } of outcomes) expect(spellingsIn(stdout + stderr)).toEqual([]);
});

test('no file of the home holds one, unpacked or read as the tables it is', async () => {
  const paths = filesBelow(home);
  expect(paths.length).toBeGreaterThan(40);
  for (const path of paths) expect([path, spellingsIn(await textOf(path))]).toEqual([path, []]);
});

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

function spellingsIn(text: string): string[] {
  return spellings.filter((number) => text.includes(number));
}

/** All text of a file: its bytes, what they unpack to, and the values of its tables. */
async function textOf(path: string): Promise<string> {
  const bytes = readFileSync(path);
  const text = bytes.toString('latin1');
  if (path.endsWith('.gz')) return text + gunzipSync(bytes).toString('latin1');
  if (path.endsWith('.zst')) return text + zstdDecompressSync(bytes).toString('latin1');
  if (path.endsWith('.parquet')) return text + (await tableText([`'${path}'`]));
  if (!path.endsWith('.duckdb')) return text;
  return text + (await tableText(undefined, path));
}

/** The values of Parquet files, or of all tables of a warehouse. */
async function tableText(tables: string[] | undefined, warehouse?: string): Promise<string> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const ask = async (sql: string): Promise<Record<string, unknown>[]> =>
    (await connection.runAndReadAll(sql)).getRowObjectsJson();
  try {
    if (warehouse) await ask(`attach '${warehouse}' as warehouse (read_only)`);
    const all =
      tables ??
      (await ask("select schema_name, table_name from duckdb_tables() where database_name = 'warehouse'")).map(
        ({ schema_name, table_name }) => `warehouse."${schema_name}"."${table_name}"`,
      );
    const rows = [];
    for (const table of all) rows.push(await ask(`from ${table}`));
    return JSON.stringify(rows);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

test('this test sees what it looks for', () => {
  expect(spellingsIn(`a ${escapeDigits('4532015112830366')} b 5555 5555 5555 4444`)).toHaveLength(2);
  expect(filesBelow(silverOf(home)).some((path) => path.endsWith('.parquet'))).toBe(true);
});
