import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileRefused } from '../../lib/stages/accept/file-refused.ts';
import { splitArray } from '../../lib/stages/accept/split-array.ts';
import { cutAt } from './cut-at.ts';

/** The elements of an array with their ordinals, and how many chunks they came in. */
async function split(
  text: string | Buffer,
  places: readonly number[] = [],
  chunkBytes = 1000,
): Promise<{ elements: [number, string][]; chunks: number }> {
  const elements: [number, string][] = [];
  let chunks = 0;
  for await (const { startLine, bytes } of splitArray(cutAt(Buffer.from(text), places), chunkBytes)) {
    const lines = bytes.toString().split('\n');
    expect(lines.pop(), 'a chunk ends with its last line').toBe('');
    elements.push(...lines.map((line, at): [number, string] => [startLine + at, line]));
    chunks++;
  }
  return { elements, chunks };
}

const text = fc.string({ unit: fc.constantFrom('a', '[', ']', '{', '}', ',', '"', '\\', '\n', '한'), maxLength: 5 });
/** Without backslashes: JSON.parse of Node 24 reads a key `"` as a backslash once it has seen one that ends in one. */
const name = fc.string({ unit: fc.constantFrom('a', '[', '}', ',', '"', ':', '한'), maxLength: 5 });
const element = fc.oneof(
  text,
  fc.integer(),
  fc.array(text, { maxLength: 2 }),
  fc.dictionary(name, fc.array(text, { maxLength: 2 }), { maxKeys: 2 }),
);

test('any array comes out element by element, each on a line, however the stream is cut', async () => {
  const property = fc.asyncProperty(
    fc.array(element, { maxLength: 12, size: 'max' }),
    fc.constantFrom(undefined, 1),
    fc.constantFrom('', '\ufeff', ' \r\n', '\ufeff\n'),
    fc.array(fc.nat(500), { maxLength: 6 }),
    fc.constantFrom(200, 10_000),
    async (list, indent, above, places, chunkBytes) => {
      const { elements } = await split(`${above}${JSON.stringify(list, null, indent)} \n`, places, chunkBytes);
      expect(elements.map(([at, line]) => [at, JSON.parse(line)])).toEqual(list.map((one, at) => [at + 1, one]));
    },
  );
  await fc.assert(property, { numRuns: 300 });
});

test('elements stand as they are written, line breaks between their parts as blanks', async () => {
  const { elements } = await split('[ {"a":1.50,\r\n"a":2} ,\n9007199254740993.10,"x\\"],["]');
  expect(elements).toEqual([
    [1, ' {"a":1.50,  "a":2} '],
    [2, ' 9007199254740993.10'],
    [3, '"x\\"],["'],
  ]);
});

test('a line break within a text stays no JSON, on one line', async () => {
  expect((await split('["a\nb","c\rd"]')).elements).toEqual([
    [1, '"a\u0001b"'],
    [2, '"c\u0001d"'],
  ]);
});

test('a chunk is handed on with the piece in which it is full, and the next goes on counting', async () => {
  const places = [4, 8, 12];
  expect(await split('[11,22,33,44]', places, 3)).toEqual({
    elements: [
      [1, '11'],
      [2, '22'],
      [3, '33'],
      [4, '44'],
    ],
    chunks: 4,
  });
  expect((await split('[11,22,33,44]', places, 6)).chunks).toBe(2);
  expect((await split('[11,22,33,44]', places, 7)).chunks).toBe(2);
  expect((await split('[11,22,33,44]', places, 13)).chunks).toBe(1);
});

test.each([
  ['[1,2', 'it ends within element 2'],
  ['[', 'it ends within element 1'],
  ['[1,[2]', 'it ends within element 2'],
  ['[1]2', 'something stands behind it'],
  ['[1][2]', 'something stands behind it'],
  ['[1]\ufeff', 'something stands behind it'],
  ['[1],', 'something stands behind it'],
  ['{"a":1}', 'something stands before it'],
  ['x[1]', 'something stands before it'],
  ['[1,,2]', 'nothing stands where element 2 should'],
  ['[,1]', 'nothing stands where element 1 should'],
  ['[1,]', 'nothing stands where element 2 should'],
  ['[1, \n]', 'nothing stands where element 2 should'],
  [`["${'x'.repeat(999)}"]`, 'element 1 is longer than 1000 bytes'],
  [`[1,"${'x'.repeat(2000)}`, 'element 2 is longer than 1000 bytes'],
])('%j is no whole array', async (array, reason) => {
  for (const places of [[], [2], [1, 3]]) {
    const splitting = split(array, places);
    await expect(splitting).rejects.toThrow(FileRefused);
    await expect(split(array, places)).rejects.toThrow(`not a whole JSON array: ${reason}`);
  }
  await expect(split(array)).rejects.toMatchObject({ remedy: 'have the file sent again' });
});

test('an element may be as long as a chunk, in one piece or in several', async () => {
  const longest = `"${'x'.repeat(998)}"`;
  for (const places of [[], [500]])
    expect((await split(`[${longest},1]`, places)).elements).toEqual([
      [1, longest],
      [2, '1'],
    ]);
});

test('a bracket that closes none is left to whoever reads the element', async () => {
  expect((await split('[1},2]')).elements).toEqual([
    [1, '1}'],
    [2, '2'],
  ]);
});

test('an empty array has no element, and neither has nothing', async () => {
  for (const empty of ['[]', '[ \n ]', '', ' \n', '\ufeff[]']) expect((await split(empty)).elements).toEqual([]);
});

test('an element that is not UTF-8 is refused by its ordinal', async () => {
  await expect(split(Buffer.from('["a","caf\xe9"]', 'latin1'))).rejects.toThrow(/^element 2 is not UTF-8 \(byte E9/);
});
