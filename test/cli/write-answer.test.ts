import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { printAnswer } from '../../lib/cli/print-answer.ts';
import { writeAnswer } from '../../lib/cli/write-answer.ts';
import type { OpenAnswer, Value } from '../../lib/operate/query/query-warehouse.ts';

function answerOf(pages: Value[][][], columns = ['a', 'b']): OpenAnswer {
  async function* each(): AsyncGenerator<Value[][]> {
    yield* pages;
  }
  return { columns: columns.map((name) => ({ name, type: 'varchar' })), total: pages.flat().length, pages: each() };
}

async function written(answer: OpenAnswer, form: 'json' | 'csv'): Promise<string> {
  const out = new PassThrough();
  const [result] = await Promise.all([text(out), writeAnswer(answer, form, out).then(() => out.end())]);
  return result;
}

const value = fc.oneof(
  fc.string(),
  fc.constantFrom('a,b', '"', 'a\r\nb', '', ' x ', '한글'),
  fc.integer(),
  fc.boolean(),
  fc.constant(null),
);
const pages = fc.array(
  fc.array(
    fc.tuple(value, value).map((row): Value[] => row),
    { maxLength: 4 },
  ),
  { maxLength: 4 },
);

test('JSON is one document with every row, whatever pages they came in', async () => {
  await fc.assert(
    fc.asyncProperty(pages, async (given) => {
      expect(JSON.parse(await written(answerOf(given), 'json'))).toMatchObject({ rows: given.flat() });
    }),
  );
});

test('CSV is read back as it was by a reader of RFC 4180; null is an empty cell, an empty text is quoted', async () => {
  await fc.assert(
    fc.asyncProperty(pages, async (given) => {
      const read: string[][] = parse(await written(answerOf(given), 'csv'), { record_delimiter: '\r\n' });
      const cells = given.flat().map((row) => row.map((cell) => (cell === null ? '' : String(cell))));
      expect(read).toEqual([['a', 'b'], ...cells]);
    }),
  );
  expect(await written(answerOf([[['', null]]]), 'csv')).toBe('a,b\r\n"",\r\n');
});

test('a person is shown the first thousand rows and told how many there are; no more pages are fetched', async () => {
  let fetched = 0;
  async function* endless(): AsyncGenerator<Value[][]> {
    for (;;) {
      fetched++;
      yield Array.from({ length: 400 }, (_, at) => [at]);
    }
  }
  const shown = await printAnswer({ columns: [{ name: 'n', type: 'int4' }], total: 52_345, pages: endless() });
  expect(shown.split('\n')).toHaveLength(1002);
  expect(shown).toMatch(/\(1000 of 52345 rows: --csv or --json prints all\)$/);
  expect(fetched).toBe(3);
});
