import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TextFormat } from '../../lib/feeds/text-format.ts';
import { readDelimited } from '../../lib/stages/accept/read-delimited.ts';
import type { DelimitedRecord } from '../../lib/stages/accept/record-cutter.ts';
import { maxRecord } from '../../lib/stages/accept/scan-record.ts';
import { readCsv } from '../laws/oracle/read-csv.ts';
import { cutAt } from './cut-at.ts';

const needed = 3;

async function read(text: string, format: TextFormat = {}, places: readonly number[] = []): Promise<DelimitedRecord[]> {
  const records: DelimitedRecord[] = [];
  for await (const some of readDelimited(cutAt(Buffer.from(text), places), format, () => needed)) records.push(...some);
  return records;
}

test.each<[string, TextFormat, string, (string[] | undefined)[]]>([
  ['a quote inside a field is text', {}, '1,24" screen,3', [['1', '24" screen', '3']]],
  ['a quote that something follows', {}, '1,"JOE"S,3\n4,5,6', [undefined, ['4', '5', '6']]],
  ['a quote that the end of the file leaves open', {}, '1,"JOES,3\n4,5,6\n', [undefined, ['4', '5', '6']]],
  ['a stray quote and another on the next row', {}, '1,"JOES,3\n4,24",6\n', [undefined, ['4', '24"', '6']]],
  ['a field over two lines', {}, '1,"a\n,b",3\n', [['1', 'a\n,b', '3']]],
  ['blanks before a quote', {}, '1, "a, b",3', [['1', ' "a', ' b"', '3']]],
  ['blanks before a quote, declared', { blanksBeforeQuote: true }, '1, \t"a, b",3', [['1', 'a, b', '3']]],
  [
    'blanks before a quote between tabs, declared',
    { blanksBeforeQuote: true, delimiter: '\t' },
    '1,, "a",3',
    [['1', '', 'a', '3']],
  ],
  ['blanks that no quote follows, declared', { blanksBeforeQuote: true }, '1,  b "c",3', [['1', '  b "c"', '3']]],
  [
    'an escaped backslash before the end',
    { escape: 'backslash' },
    '1,"a\\\\",3\n4,"b\\\\\\"",6',
    [
      ['1', 'a\\', '3'],
      ['4', 'b\\"', '6'],
    ],
  ],
  [
    'a backslash before any other character, declared',
    { escape: 'backslash' },
    '1,"a\\nb\\\'",3',
    [['1', "a\\nb'", '3']],
  ],
  ['quotes that double, where backslashes escape', { escape: 'backslash' }, '1,"a""b",3', [undefined]],
  [
    'a quoted field at the end of a line of another system',
    {},
    '1,2,"a"\r\n4,5,"b"\r',
    [
      ['1', '2', 'a'],
      ['4', '5', 'b'],
    ],
  ],
  ['backslashes, declared', { escape: 'backslash' }, '1,"a\\"b\\\\",3', [['1', 'a"b\\', '3']]],
  ['single quotes, declared', { quote: "'" }, "1,'a,''b\"',3", [['1', 'a,\'b"', '3']]],
  ['no quotes, declared', { quote: 'none', delimiter: '\t' }, '1\t"a\t3', [['1', '"a', '3']]],
  ['lines above, declared', { skipLines: 2 }, 'title "\n\n1,2,3', [['1', '2', '3']]],
  [
    'blank lines',
    {},
    '\n1,2,3\n \n\r\n4,5,6',
    [
      ['1', '2', '3'],
      ['4', '5', '6'],
    ],
  ],
])('%s', async (_, format, text, cells) => {
  const found = await read(
    format.skipLines ? text : `p,q,r\n${text}`.replaceAll(format.delimiter ? ',' : '\0', '\t'),
    format,
  );
  expect(found.slice(format.skipLines ? 0 : 1).map((record) => record.cells)).toEqual(cells);
});

/** Texts that are dense in what a reader can get wrong. */
const denseText = fc
  .array(fc.constantFrom('a', 'b,c', ',', '"', '"', '""', '\n', '\r\n', '\r', ' ', ',"', '",', '"\n', 'x,y,z\n'), {
    maxLength: 40,
    size: 'max',
  })
  .map((parts) => `p,q,r\n${parts.join('')}`);

test('any text is read as the oracle reads it, however the stream is cut', async () => {
  await fc.assert(
    fc.asyncProperty(denseText, fc.array(fc.nat(200), { maxLength: 5 }), async (text, places) => {
      const found = (await read(text, {}, places)).map(({ line, raw, cells }) => ({ line, raw, cells: cells ?? null }));
      expect(found).toEqual(readCsv(text, () => needed));
    }),
    { numRuns: 3000 },
  );
});

const cell = fc.string({ unit: fc.constantFrom('a', '한', ' ', "'", '\\', '.'), maxLength: 5 });
const withDelimiters = fc.string({ unit: fc.constantFrom('a', '"', ',', ';'), maxLength: 5 });
const withBreaks = fc.string({ unit: fc.constantFrom('a', '"', '\n', '\r\n', '😀'), maxLength: 5 });
const tableOf = (one: fc.Arbitrary<string>): fc.Arbitrary<string[][]> =>
  fc.array(fc.tuple(fc.constant('id'), one, one, one), { minLength: 1, maxLength: 20, size: 'max' });

test('what a strict writer of RFC 4180 wrote is read back, with the line of each record', async () => {
  const property = fc.asyncProperty(
    // In a row with both, the rule of rows within a record decides: the oracle is the judge above.
    fc.oneof(tableOf(withDelimiters), tableOf(withBreaks)),
    fc.constantFrom('\n', '\r\n'),
    fc.constantFrom(',', ';', '\t', '|'),
    fc.boolean(),
    fc.boolean(),
    async (table, ending, delimiter, all, ended) => {
      const quote = (text: string): string =>
        all || /["\r\n]/.test(text) || text.includes(delimiter) ? `"${text.replaceAll('"', '""')}"` : text;
      const lines = table.map((row) => row.map(quote).join(delimiter));
      const found = await read(`${lines.join(ending)}${ended ? ending : ''}`, { delimiter });
      expect(found.map(({ cells }) => cells)).toEqual(table);
      let line = 1;
      for (const [at, record] of found.entries()) {
        expect(record).toMatchObject({ line, raw: lines[at], lines: lines[at]?.split('\n').length });
        line += record.lines;
      }
    },
  );
  await fc.assert(property, { numRuns: 500 });
});

test('quotes gone astray anywhere swallow no row: every line is a record of its own', async () => {
  const ragged = tableOf(cell).chain((table) =>
    fc.tuple(...table.map((row) => fc.integer({ min: needed, max: row.length }).map((width) => row.slice(0, width)))),
  );
  const strays = fc.array(fc.nat(400), { minLength: 1, maxLength: 5, size: 'max' });
  const property = fc.asyncProperty(ragged, strays, async (table, places) => {
    const body = table.map((row) => row.join(',')).join('\n');
    const spoiled = places.reduce((text, place) => {
      const at = place % (text.length + 1);
      return `${text.slice(0, at)}"${text.slice(at)}`;
    }, body);
    const lines = spoiled.split('\n');
    const found = await read(`p,q,r,s\n${spoiled}`);
    expect(found.slice(1).map(({ raw }) => raw)).toEqual(lines);
    for (const { line, raw, cells } of found.slice(1)) {
      const sound = table[line - 2] ?? [];
      if (raw === sound.join(',')) expect(cells).toEqual(sound);
      else if (cells) expect(cells.join(',').replaceAll('"', '')).toBe(sound.join(','));
    }
  });
  await fc.assert(property, { numRuns: 2000 });
});

test('a quote that closes nowhere within a record of the greatest length costs one line and little time', async () => {
  const rows = Math.ceil((3 * maxRecord) / 1000);
  const row = (at: number): string => `${at},"${'x'.repeat(990)},3`;
  const text = `p,q,r\n1,"open,3\n${Array.from({ length: rows }, (_, at) => row(at).replace('"', '')).join('\n')}`;
  const found = await read(text);
  expect(found.filter(({ cells }) => !cells).map(({ line }) => line)).toEqual([2]);
  expect(found).toHaveLength(rows + 2);
  // Every line with a quote gone astray: time by the size, not by its square.
  const strays = await read(`p,q,r\n${Array.from({ length: rows }, (_, at) => row(at)).join('\n')}`);
  expect(strays.filter(({ cells }) => !cells)).toHaveLength(rows);
});
