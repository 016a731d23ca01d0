import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DuckDBConnection } from '@duckdb/node-api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import type { Chunk } from '../../lib/stages/accept/cut-chunks.ts';
import { type KeySet, runBatch, type UsualKeys } from '../../lib/stages/accept/run-batch.ts';
import { nativeRow } from '../laws/native-row.ts';
import { openDuckDB } from '../open-duckdb.ts';

let connection: DuckDBConnection;
let close: () => void;
let folder: string;
beforeAll(async () => {
  ({ connection, close } = await openDuckDB());
  folder = await mkdtemp(join(tmpdir(), 'paylake-run-batch-'));
  await connection.run(`
    set TimeZone = 'Asia/Seoul';
    set variable ingest_date = date '2025-09-10';
    set variable late_before = date '2025-09-08';
    set variable id_prefix = '';
    set variable clock_changes = [''];`);
});
afterAll(async () => {
  close();
  await rm(folder, { recursive: true });
});

let usual: UsualKeys;
beforeEach(async () => {
  usual = new Map();
  await connection.run(`create or replace table doubtful (file varchar, line bigint, lines integer, content varchar,
    raw varchar, doc varchar, malformed boolean, card_number boolean)`);
});

let batches = 0;
/** Judges the lines of some files; those of `suspects` (by their number in each file) need a close look. */
async function run(
  files: Record<string, readonly string[]>,
  suspects: readonly number[] = [],
): Promise<{ keySets: KeySet[]; rows: unknown[][]; doubtful: unknown[] }> {
  const name = `"batch ${++batches}"`;
  const chunks = Object.entries(files).map(async ([file, lines], at): Promise<Chunk> => {
    const path = join(folder, `${batches}-${at}.ndjson`);
    await writeFile(path, lines.join('\n'));
    return { documents: 'native', path, file, startLine: 1, lines: lines.length, suspects: [...suspects], bytes: 1 };
  });
  const keySets = await runBatch(connection, transactions, {
    name,
    chunks: await Promise.all(chunks),
    usual,
    nullWords: [],
  });
  const rows = await connection.runAndReadAll(`select file, line, plain, raw is not null from ${name} order by all`);
  const aside = await connection.runAndReadAll('select distinct line from doubtful order by 1');
  return {
    keySets: keySets.sort((a, b) => (a.file === b.file ? a.line - b.line : a.file < b.file ? -1 : 1)),
    rows: rows.getRows().map(([file, line, ...marks]) => [file, Number(line), ...marks]),
    doubtful: aside.getRows().map(([line]) => Number(line)),
  };
}

const sound = JSON.stringify(nativeRow());
/** A sound row with more fields, as JSON text. */
const withFields = (more: string): string => `${sound.slice(0, -1)},${more}}`;
const names = Object.keys(nativeRow());

test('the names of a file are told with their types, once for all rows that have the same', async () => {
  const { keySets } = await run({
    a: [sound, sound, withFields('"tip":1,"list":[],"map":{},"none":null,"yes":true')],
    b: ['', sound],
  });
  const types = Object.fromEntries(names.map((name) => [name, 'string']));
  expect(keySets).toEqual([
    { names, types, count: 2, file: 'a', line: 1 },
    {
      names: [...names, 'tip', 'list', 'map', 'none', 'yes'],
      types: { ...types, tip: 'number', list: 'array', map: 'object', none: 'null', yes: 'boolean' },
      count: 1,
      file: 'a',
      line: 3,
    },
    { names, types, count: 1, file: 'b', line: 2 },
  ]);
});

test("the text of a row is kept where it may be needed: of names that are not known yet, and of rows that aren't plain", async () => {
  const first = await run({ a: [sound], b: [withFields('"tip":1')] });
  expect(first.rows).toEqual([
    ['a', 1, true, true],
    ['b', 1, true, true],
  ]);
  // Of a: the contract's names. Of b: others, which are looked at in every batch.
  const bad = JSON.stringify(nativeRow({ mcc: 'x' }));
  const second = await run({ a: [sound, bad], b: [withFields('"tip":1')], c: [sound] });
  expect(second.rows).toEqual([
    ['a', 1, true, false],
    ['a', 2, false, true],
    ['b', 1, true, true],
    ['c', 1, true, true],
  ]);
  expect(second.keySets.map(({ file }) => file)).toEqual(['a', 'b', 'c']);
  const third = await run({ a: [sound], c: [sound] });
  expect(third.rows.map(([, , , kept]) => kept)).toEqual([false, false]);
  expect(third.keySets).toEqual([]);
});

test('a file may have the names of the contract in several orders and numbers, all of them usual', async () => {
  const files = {
    a: [sound, JSON.stringify(nativeRow({ version: '2' })), JSON.stringify({ version: '2', ...nativeRow() })],
  };
  expect((await run(files)).rows.map(([, , , kept]) => kept)).toEqual([true, true, true]);
  expect((await run(files)).rows.map(([, , , kept]) => kept)).toEqual([false, false, false]);
});

test('rows with a name twice are doubtful however sound they look, also such as came before', async () => {
  const twice = withFields('"mcc":"5411"');
  for (const _ of [1, 2]) {
    const { rows, doubtful, keySets } = await run({ a: [sound, twice, withFields('"a":1,"a":1')] });
    expect(rows.map(([, line, plain]) => [line, plain])).toEqual([
      [1, true],
      [2, false],
      [3, false],
    ]);
    expect(doubtful).toEqual([2, 3]);
    expect(keySets.find(({ line }) => line === 3)?.names).toEqual([...names, 'a']);
  }
});

test.each([
  ['NaN', true],
  [' -Infinity', true],
  ['\tinf', true],
  ['[1,nan]', true],
  ['"NaN"', false],
  ['"a:NaN"', true],
  ['1', false],
])('an unknown field of %j is doubtful: %s', async (value, isDoubtful) => {
  const { doubtful, rows } = await run({ a: [sound, withFields(`"note":${value}`)] });
  expect(doubtful).toEqual(isDoubtful ? [2] : []);
  expect(rows).toHaveLength(2);
});

test('a document that no reader of JSON takes tells no types', async () => {
  const { keySets } = await run({ a: [withFields('"note":NaN,"tip":1')] });
  expect(keySets).toMatchObject([{ types: { note: 'null', tip: 'null', mcc: 'null' } }]);
});

test('a document too long to tell is looked at closely and tells no names; two hundred names are told at most', async () => {
  const long = withFields(`"note":"${'x'.repeat(1_000_000)}"`);
  const { keySets, doubtful } = await run({ a: [long] });
  expect(doubtful).toEqual([1]);
  expect(keySets).toEqual([{ names: [], types: {}, count: 1, file: 'a', line: 1 }]);
  const many = Array.from({ length: 300 }, (_, at) => `"n${at}":1`).join(',');
  const found = await run({ a: [withFields(many)] });
  expect(found.keySets[0]?.names).toHaveLength(200);
  expect(Object.keys(found.keySets[0]?.types ?? {})).toEqual(found.keySets[0]?.names);
  expect(found.doubtful).toEqual([1]);
});

test('a line that was found suspect is doubtful, and what is no document at all', async () => {
  const { doubtful, keySets } = await run({ a: [sound, sound, 'x', `${sound} x`] }, [2]);
  expect(doubtful).toEqual([2, 3, 4]);
  expect(keySets.map(({ count }) => count)).toEqual([2]);
});
