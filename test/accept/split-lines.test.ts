import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FileRefused } from '../../lib/stages/accept/file-refused.ts';
import { splitLines } from '../../lib/stages/accept/split-lines.ts';
import { cutAt } from './cut-at.ts';

/** Every line with its number, put together again from the chunks. */
async function numberedLines(source: AsyncIterable<Buffer>, chunkBytes: number): Promise<[number, string][]> {
  const lines: [number, string][] = [];
  for await (const { startLine, bytes } of splitLines(source, chunkBytes)) {
    const parts = bytes.toString('utf8').split('\n');
    if (parts.at(-1) === '') parts.pop();
    lines.push(...parts.map((line, at): [number, string] => [startLine + at, line]));
  }
  return lines;
}

const line = fc.oneof(
  fc.constantFrom('', '', 'é', '한글 텍스트', '😀😀', '{"a":1}\r', '\ufeffmark', '\u2028'),
  fc.string({ unit: 'binary', maxLength: 20 }).map((text) => text.replaceAll('\n', '').toWellFormed()),
);

test('any cut of the stream and any chunk size give the same lines under the same numbers', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(line, { minLength: 1, maxLength: 30, size: 'max' }),
      fc.array(fc.nat(2000), { maxLength: 40, size: 'max' }),
      fc.integer({ min: 90, max: 400 }),
      fc.boolean(),
      fc.boolean(),
      async (lines, places, chunkBytes, marked, ended) => {
        const text = lines.join('\n');
        const bytes = Buffer.from((marked ? '\ufeff' : '') + text + (ended ? '\n' : ''));
        const expected = (ended ? `${text}\n` : text).split('\n');
        if (expected.at(-1) === '') expected.pop();
        const found = await numberedLines(cutAt(bytes, places), chunkBytes);
        expect(found).toEqual(expected.map((line, at) => [at + 1, line.replace(/^\ufeff+/, '')]));
      },
    ),
    { numRuns: 300 },
  );
});

test('cut byte by byte, a character of four bytes stays whole', async () => {
  const bytes = Buffer.from('\ufeff😀\n\n한\r\n끝');
  const places = Array.from(bytes.keys());
  expect(await numberedLines(cutAt(bytes, places), 8)).toEqual([
    [1, '😀'],
    [2, ''],
    [3, '한\r'],
    [4, '끝'],
  ]);
});

test.each([
  ['latin-1', Buffer.from('ok\nfine\ncaf\xe9\nok', 'latin1'), 'line 3 '],
  ['a character cut off by the end of the file', Buffer.from('ok\n한').subarray(0, 5), 'line 2 '],
  ['an overlong form', Buffer.from([0x61, 0x0a, 0xc0, 0xaf]), 'line 2 '],
  ['the last byte', Buffer.from('ok\n\xff', 'latin1'), 'line 2 '],
  ['a byte behind an empty line', Buffer.from('\n\xff', 'latin1'), 'line 2 '],
  ['a surrogate', Buffer.from([0xed, 0xa0, 0x80]), 'line 1 '],
])('%s is not UTF-8, whatever the chunks: the line is named', async (_, bytes, named) => {
  for (const chunkBytes of [8, 1000]) {
    const reading = numberedLines(cutAt(bytes, [3, 5]), chunkBytes);
    await expect(reading).rejects.toThrow(FileRefused);
    await expect(numberedLines(cutAt(bytes, [3, 5]), chunkBytes)).rejects.toThrow(`${named}is not UTF-8`);
  }
});

test('a line longer than a chunk is refused by its number, however the stream is cut', async () => {
  const bytes = Buffer.from(`short\n${'x'.repeat(100)}\nshort`);
  await expect(numberedLines(cutAt(bytes, []), 1000)).resolves.toHaveLength(3);
  for (const places of [[6, 40, 70], [6, 40], [50], []])
    await expect(numberedLines(cutAt(bytes, places), 30), `cut at ${places}`).rejects.toThrow(/^line 2 is longer/);
});

test('a line without an end is refused where it stands, also behind others and in one piece with them', async () => {
  for (const places of [[], [6], [50]])
    await expect(numberedLines(cutAt(Buffer.from(`short\n${'x'.repeat(100)}`), places), 30)).rejects.toThrow(
      /^line 2 is longer/,
    );
});

test('a line that is too long is refused as soon as it is: what follows is not read', async () => {
  let read = 0;
  async function* endless(): AsyncGenerator<Buffer> {
    for (; read < 1000; read++) yield Buffer.alloc(20, 'x');
  }
  await expect(numberedLines(endless(), 30)).rejects.toThrow('line 1 is longer than 30 bytes');
  expect(read).toBe(1);
});

test('an empty stream has no lines', async () => {
  expect(await numberedLines(cutAt(Buffer.alloc(0), []), 10)).toEqual([]);
});

test('a line may be as long as a chunk, and no longer; what to do is said', async () => {
  for (const places of [[], [10]]) {
    const bytes = Buffer.from(`${'x'.repeat(30)}\n${'y'.repeat(30)}`);
    expect(await numberedLines(cutAt(bytes, places), 30)).toEqual([
      [1, 'x'.repeat(30)],
      [2, 'y'.repeat(30)],
    ]);
    await expect(numberedLines(cutAt(bytes, places), 29)).rejects.toMatchObject({
      name: 'FileRefused',
      message: 'line 1 is longer than 29 bytes',
      remedy: 'split the record',
    });
  }
});

const chunksOf = async (text: string, places: readonly number[], chunkBytes: number): Promise<[number, string][]> => {
  const chunks: [number, string][] = [];
  for await (const { startLine, bytes } of splitLines(cutAt(Buffer.from(text), places), chunkBytes))
    chunks.push([startLine, bytes.toString()]);
  return chunks;
};

test('a chunk is handed on with the piece in which it is full, whole lines only', async () => {
  expect(await chunksOf('ab\ncd\nef\n', [3, 6], 3)).toEqual([
    [1, 'ab\n'],
    [2, 'cd\n'],
    [3, 'ef\n'],
  ]);
  expect(await chunksOf('ab\ncd\nef\n', [3, 6], 4)).toEqual([
    [1, 'ab\ncd\n'],
    [3, 'ef\n'],
  ]);
  expect(await chunksOf('ab\ncd\nef', [4, 7], 4)).toEqual([
    [1, 'ab\n'],
    [2, 'cd\n'],
    [3, 'ef'],
  ]);
});

test('a piece that ends no line hands nothing on', async () => {
  expect(await chunksOf('abc\nd', [3], 3)).toEqual([
    [1, 'abc\n'],
    [2, 'd'],
  ]);
});

test('marks before a line are taken off, however many; one within a line is text', async () => {
  expect(await chunksOf('\ufeff\ufeffa\ufeff\n\ufeffb\ufeffc\n', [], 100)).toEqual([[1, 'a\ufeff\nb\ufeffc\n']]);
  expect(await chunksOf('\ufeff', [], 100)).toEqual([]);
});

test('a line as long as a chunk passes wherever the stream is cut, at its end too', async () => {
  const bytes = Buffer.from(`${'x'.repeat(30)}\n${'y'.repeat(30)}\nz\n`);
  for (let place = 1; place < bytes.length; place++) {
    const chunks = [];
    for await (const chunk of splitLines(pieces([bytes.subarray(0, place), bytes.subarray(place)]), 30))
      chunks.push(chunk);
    expect(Buffer.concat(chunks.map((chunk) => chunk.bytes)).toString(), `cut at ${place}`).toBe(bytes.toString());
  }
});

async function* pieces(parts: readonly Buffer[]): AsyncGenerator<Buffer> {
  yield* parts;
}
