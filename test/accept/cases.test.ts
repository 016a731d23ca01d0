import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeForm } from '../forms/write-form.ts';
import { acceptFiles } from '../laws/accept-files.ts';
import { nativeRow } from '../laws/native-row.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

/*
 * Habits and faults of real deliveries: what is loaded of a file of ten rows, and what becomes of the others, by line.
 */

let lake: ScratchLake;
beforeAll(async () => {
  lake = await startScratchLake();
});
afterAll(() => lake.remove());

const rows = Array.from({ length: 10 }, (_, at) =>
  nativeRow({ transaction_id: `txn-case${at}`, amount: `${at + 1}.00`, merchant_name: `Shop ${at}` }),
) as Record<string, string>[];
const csv = writeForm('csv', rows);
const tsv = writeForm('tsv', rows);
/** The file's text with a name spelled otherwise. */
const renamed = (text: string, at: number, name: string): string => text.replace(`Shop ${at}`, name);

const folder = 'transactions/ingest_date=2025-09-10';

/** Accepted rows as "id amount", and quarantined ones by line. */
async function accept(
  name: string,
  text: string | Buffer,
): Promise<{ loaded: string[]; bad: [number, string[]][]; summary: Summary }> {
  const accepted = await acceptFiles(lake, { [`${folder}/${name}`]: text });
  expect(accepted.summary.refused).toEqual([]);
  return {
    loaded: accepted.rows.map((row) => `${row.transaction_id} ${row.amount}`).sort(),
    bad: accepted.quarantine.map(({ line, rules }) => [line, rules]),
    summary: accepted.summary,
  };
}
type Summary = Awaited<ReturnType<typeof acceptFiles>>['summary'];

const soundRows = rows.map(({ transaction_id, amount }) => `${transaction_id} ${amount}`);
const without = (...places: number[]): string[] => soundRows.filter((_, at) => !places.includes(at));

test.each<[string, string, string, string[], [number, string[]][]]>([
  [
    'a stray quote in one name, a quoted name later',
    'a.csv',
    renamed(renamed(csv, 4, '"ROCK N ROLL DINER'), 5, '"JOES"'),
    without(4),
    [[6, ['malformed']]],
  ],
  [
    'a stray quote that begins a name and one that ends the next',
    'a.csv',
    renamed(renamed(csv, 4, '"ROCK N ROLL'), 5, 'SCREEN 24"'),
    without(4),
    [[6, ['malformed']]],
  ],
  ['quotes in a TSV', 'a.tsv', renamed(renamed(tsv, 4, '"ROCK N ROLL DINER'), 5, '"JOES"'), soundRows, []],
  [
    'trailing empty cells left out',
    'a.csv',
    csv.replace('merchant_name', 'merchant_name,original_transaction_id'),
    soundRows,
    [],
  ],
  ['semicolons', 'a.csv', csv.replaceAll(',', ';'), soundRows, []],
  ['bars, by no name', 'a', csv.replaceAll(',', '|'), soundRows, []],
  ['tabs in a .csv', 'a.csv', tsv, soundRows, []],
  ["a spreadsheet's sep=;", 'a.csv', `sep=;\r\n${csv.replaceAll(',', ';')}`, soundRows, []],
  ['NDJSON in a .csv', 'a.csv', writeForm('ndjson', rows), soundRows, []],
  ['a JSON array in a .tsv', 'a.tsv', writeForm('array', rows), soundRows, []],
  ['documents without line breaks', 'a', writeForm('ndjson', rows).replaceAll('\n', ''), soundRows, []],
  [
    'four documents on a line',
    'a.json',
    writeForm('ndjson', rows).replace(/(.*)\n(.*)\n(.*)\n/g, '$1$2 $3\r'),
    soundRows,
    [],
  ],
  ['documents over several lines', 'a.json', rows.map((row) => JSON.stringify(row, null, 2)).join('\n'), soundRows, []],
  [
    'two files put one behind the other',
    'a.ndjson',
    writeForm('ndjson', rows).replace(/\n/, '\n\ufeff'),
    soundRows,
    [],
  ],
  [
    'a torn document among others on a line',
    'a.ndjson',
    writeForm('ndjson', rows).replaceAll('\n', '').replace('Shop 3"', 'Shop 3'),
    without(3),
    [[4, ['malformed']]],
  ],
  ['a header in other case', 'a.csv', csv.replace(/^.*/, (header) => header.toUpperCase()), soundRows, []],
  [
    'one cell too many, though it is empty',
    'a.csv',
    csv.replace('Shop 3', 'Shop, 3').replace(/(Shop 4.*)/, '$1,'),
    without(3, 4),
    [
      [5, ['malformed']],
      [6, ['malformed']],
    ],
  ],
])('%s', async (_, name, text, loaded, bad) => {
  expect(text).not.toBe(csv);
  expect(await accept(name, text)).toMatchObject({ loaded, bad });
});

const json = rows.map((row) => JSON.stringify(row));
test.each<[string, string, string]>([
  ['a page of an API', `{"object":"list","data":[${json}]}`, 'line 1 is no row: its rows stand under "data"'],
  ['a page over several lines', JSON.stringify({ status: 'ok', data: { items: rows } }, null, 1), 'under "data.items"'],
  ['a page of other names', '{"list":[{"txnId":"a"}]}', 'line 1 is no row: its rows stand under "list"'],
  [
    'a long page',
    `{"meta":{},"data":[${Array.from({ length: 900 }, () => json)}`,
    'line 1 is no row: its rows stand under "data"',
  ],
  ['a change of a row', `{"before":null,"after":${json[0]},"op":"c"}`, 'line 1 is no row: it holds one under "after"'],
  ['a page behind rows', `${json[0]}\n\n{"data":[${json}]}`, 'line 3 is no row: its rows stand under "data"'],
  ['a page in an array', `[${json[0]},{"data":[${json}]}]`, 'element 2 is no row: its rows stand under "data"'],
  ['an array on a line of its own', `${json[0]}\n[${json}]`, 'line 2 is an array of rows'],
])('%s is refused by name: it is no row', async (_, text, reason) => {
  const { summary, rows: loaded } = await acceptFiles(lake, { [`${folder}/a.json`]: text });
  expect(summary.refused.map((file) => file.reason)).toEqual([expect.stringContaining(reason)]);
  expect([loaded, summary.rows.in]).toEqual([[], 0]);
});

test('a row without an id is a row, whatever it holds', async () => {
  const { transaction_id: _, ...row } = rows[0] ?? {};
  const nested = JSON.stringify({ ...row, original: { transaction_id: 'txn-before' }, items: [{ sku: 1 }] });
  expect(await accept('a.ndjson', nested)).toMatchObject({ bad: [[1, ['missing:transaction_id']]] });
});

test('a file that turns out to be torn behind its first chunks leaves no row', async () => {
  const line = (at: number): string =>
    `${JSON.stringify({ ...rows[0], transaction_id: `txn-${at + 1e7}`, merchant_name: 'n'.repeat(200) })}\n`;
  const text = Array.from({ length: 60_000 }, (_, at) => line(at)).join('');
  expect(text.length).toBeGreaterThan(1.5 * 16 * 1024 * 1024);
  const key = `${folder}/torn.ndjson.gz`;
  const {
    summary,
    rows: loaded,
    quarantine,
  } = await acceptFiles(lake, {
    [key]: gzipSync(text, { level: 1 }).subarray(0, -20),
    [`${folder}/sound.csv`]: csv,
  });
  expect(summary.refused.map((file) => file.key)).toEqual([key]);
  expect([loaded.length, summary.rows.in, quarantine]).toEqual([10, 10, []]);
});

test('files whose long names end alike are all read', async () => {
  const end = '_카드승인거래내역_일마감_정산자료_최종본.csv';
  const rowOf = (at: number): string => writeForm('csv', [{ ...rows[0], transaction_id: `txn-long${at}` }]);
  const files = Object.fromEntries(['서울', '부산', '대구'].map((city, at) => [`${folder}/${city}${end}`, rowOf(at)]));
  const { rows: loaded, summary } = await acceptFiles(lake, files);
  expect(summary.rows).toMatchObject({ in: 3, accepted: 3 });
  expect(new Set(loaded.map((row) => row.source_file)).size).toBe(3);
});

test('records whose cells are all empty are no rows, and counted', async () => {
  const blank = `${','.repeat(Object.keys(rows[0] ?? {}).length - 1)}\n`;
  const { loaded, bad, summary } = await accept('a.csv', `${csv}\n${blank}${blank.replaceAll(',', ' ,')}\n`);
  expect({ loaded, bad }).toEqual({ loaded: soundRows, bad: [] });
  expect(summary.feeds.transactions).toMatchObject({ rows: 10, lines: 10, blank: 2, leftOut: {} });
});

test('a record over several lines counts for the gate as its lines', async () => {
  const text = renamed(renamed(csv, 4, '"two\nlines"'), 5, `"a\nb\nc${'x'.repeat(200)}"`);
  const { summary, bad } = await accept('a.csv', text);
  expect(bad).toEqual([[8, ['invalid:merchant_name']]]);
  expect(summary.feeds.transactions).toMatchObject({ rows: 10, lines: 13, quarantined: 1, quarantinedLines: 3 });
});
