import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowCutter } from '../../lib/stages/accept/row-cutter.ts';
import { cutAt } from './cut-at.ts';

async function cut(
  text: string | Buffer,
  path: string,
  places: readonly number[] = [],
  limit = 1000,
): Promise<string[]> {
  const cutter = new RowCutter(path, limit);
  const rows: string[] = [];
  for await (const piece of cutAt(Buffer.from(text), places)) rows.push(...cutter.take(piece));
  cutter.end();
  return rows;
}

test('a number keeps its digits, a key that is there twice stays, an escape in a key is read', async () => {
  const rows = ['{"a":1.50,"a":9007199254740993.10}', ' 1e400 ', '{"a":1} {"b":2}'];
  expect(await cut(`{"d\\u0061ta":[${rows}]}`, 'data')).toEqual(rows);
  expect(await cut('{"data":[ ]}\n{"data":[]}', 'data')).toEqual([]);
});

test.each([
  ['{"data":{}}', 'line 1 has no array under "data"'],
  ['{"data":[{}]}\n{"data":null,"items":[{}]}', 'line 2 has no array under "data"'],
  ['{"data":[{}],"data":[{}]}', 'line 1 has two arrays under "data"'],
  ['{"data":[{}]', 'line 1 ends before it is whole'],
  ['{"data":[{}', 'line 1 ends before it is whole'],
  ['{"data":[{]}}', 'line 1 is no JSON'],
  ['{"data":[]} x', 'line 1 is no JSON object'],
  ['[{"data":[{}]}]', 'line 1 is no JSON object'],
  ['x{"data":[]}', 'line 1 is no JSON object'],
  ['5', 'line 1 is no JSON object'],
  ['\n\n[1]', 'line 3 is no JSON object'],
  ['{"data":[1]}\n\nx', 'line 3 is no JSON object'],
  // A page that was put into a text would be lost with its rows.
  ['{"data":[1]}\n"{\\"data\\":[2]}"', 'line 2 is no JSON object'],
  ['{"d\\x":[]}', 'line 1 is no JSON'],
  ['{"a":1]', 'line 1 is no JSON'],
  ['{"a":[}', 'line 1 is no JSON'],
  ['{"data":[1}', 'line 1 is no JSON'],
  [']', 'line 1 is no JSON'],
  ['}', 'line 1 is no JSON'],
  ['{"a":[{"data":[1]}]}', 'line 1 has no array under "data"'],
  ['{"a":"data","b":[1]}', 'line 1 has no array under "data"'],
  ['{"a":{"data":[1]}}', 'line 1 has no array under "data"'],
  ['{"data":[{}]}\n{"other":[]}\n{"data":[]}', 'line 2 has no array under "data"'],
  [`{"data":[{"a":"${'x'.repeat(1000)}"}]}`, 'line 1 has a row longer than 1000 bytes'],
])('%s is refused', async (document, reason) => {
  await expect(cut(document, 'data', [3, 9])).rejects.toThrow(reason);
});

test.each([
  ['{"data":[1,"a",[2],{"data":[3]}]}', ['1', '"a"', '[2]', '{"data":[3]}']],
  ['{"data":["a,b","]","\\"","\\\\"]}', ['"a,b"', '"]"', '"\\""', '"\\\\"']],
  ['\ufeff{"data":[1]}\n\ufeff{"data":[2]}', ['1', '2']],
  ['{"x":["data",{"data":[9]}],"data":[1]}', ['1']],
  ['{"data":[1],"x":[2],"y":{"data":[3]}}', ['1']],
  ['{"x":"data","data":[1]}', ['1']],
  ['{"data":[\n1,\n2\n]}', ['\n1', '\n2\n']],
  ['', []],
  [' \n', []],
])('of %j the rows are %j, in one piece or byte by byte', async (text, rows) => {
  for (const places of [[], Array.from(Buffer.from(text).keys())])
    expect(await cut(text, 'data', places)).toEqual(rows);
});

test('a row may be as long as the limit, and no longer, however it is cut', async () => {
  const row = `"${'x'.repeat(98)}"`;
  for (const places of [[], [50]]) {
    expect(await cut(`{"data":[${row},${row}]}`, 'data', places, 100)).toEqual([row, row]);
    await expect(cut(`{"data":[${row},${row}]}`, 'data', places, 99)).rejects.toThrow('a row longer than 99 bytes');
  }
});

test('what stands around the rows may be of any length', async () => {
  const long = 'x'.repeat(2000);
  const around = `"note":"${long}","list":["${long}"]`;
  const blanks = ' '.repeat(2000);
  const text = `{${around},"data":[1],${around}}\n${blanks}{"data":[2]}${blanks}`;
  for (const places of [[], [300, 1500], [9500]]) expect(await cut(text, 'data', places)).toEqual(['1', '2']);
  expect(await cut(Buffer.from('{"note":"caf\xe9","data":[1]}', 'latin1'), 'data')).toEqual(['1']);
});

test('a place in an array counts its elements, whatever they are', async () => {
  expect(await cut('{"list":[10,true,"a,b",[1,2],{"rows":[1]}]}', 'list.4.rows')).toEqual(['1']);
});

test('a refusal says on which line of the file the document begins, and what to do', () => {
  const cutter = new RowCutter('data', 100, 7);
  expect(() => cutter.take(Buffer.from('\n{"data":{}}'))).toThrow(
    expect.objectContaining({
      message: 'the document on line 8 has no array under "data"',
      remedy: 'have the file sent again, or mend where the feed says its rows are (rows)',
    }),
  );
});

test('a row that is not UTF-8 is refused', async () => {
  await expect(cut(Buffer.from('{"data":[{"a":"caf\xe9"}]}', 'latin1'), 'data')).rejects.toThrow(
    'line 1 is not UTF-8 (byte E9',
  );
});

const text = fc.string({ unit: fc.constantFrom('a', '[', ']', '{', ',', '"', '\\', ':', '한', 'data'), maxLength: 5 });
const value = fc.oneof(
  text,
  fc.integer(),
  fc.constantFrom(null, true, 1.5),
  fc.array(text, { maxLength: 2 }),
  fc.string({ maxLength: 2 }).map((text) => ({ text })),
);
/** Without backslashes: JSON.parse of Node 24 reads a key `"` as a backslash once it has seen one that ends in one. */
const name = fc.string({ unit: fc.constantFrom('a', '[', ']', '{', ',', '"', ':', '한', 'data'), maxLength: 5 });
const row = fc.dictionary(name, value, { maxKeys: 3 });

const compact = (text: string): string => JSON.stringify(JSON.parse(text));

test('the rows under a path come out as they stand, however the stream is cut, of any documents one after another', async () => {
  const page = fc.tuple(
    fc.array(row, { maxLength: 4 }),
    row,
    fc.constantFrom(undefined, 1),
    fc.constantFrom('', '\n', '\ufeff'),
  );
  const property = fc.asyncProperty(fc.array(page, { maxLength: 4 }), fc.array(fc.nat(3000)), async (pages, places) => {
    const documents = pages.map(([rows, others, indent, behind]) => {
      const { data: _, ...beside } = others;
      return JSON.stringify({ ...beside, 'd"ata': { list: [[1], { data: { page: rows } }] } }, null, indent) + behind;
    });
    const found = await cut(documents.join(''), 'd"ata.list.1.data.page', places, 1_000_000);
    expect(found.map(compact)).toEqual(pages.flatMap(([rows]) => rows.map((one) => JSON.stringify(one))));
  });
  await fc.assert(property, { numRuns: 300 });
});
