import { expect, test } from 'vitest';
import { flattenDocuments } from '../../lib/stages/accept/flatten-documents.ts';
import { separateDocuments } from '../../lib/stages/accept/separate-documents.ts';
import { splitLines } from '../../lib/stages/accept/split-lines.ts';
import { cutAt } from './cut-at.ts';

/*
 * Examples; any-documents.test.ts has the laws.
 */

const limit = 1024 * 1024;

/** Every line that is not blank with its number. */
async function numberedLines(source: AsyncIterable<Buffer>): Promise<[number, string][]> {
  const found: [number, string][] = [];
  for await (const { startLine, bytes } of splitLines(source, limit)) {
    const lines = bytes.toString('utf8').split('\n');
    found.push(...lines.map((line, at): [number, string] => [startLine + at, line.trim()]));
  }
  return found.filter(([, line]) => line !== '');
}

test('torn documents over several lines end before the next that begins a line', async () => {
  const file = '{\n "a": "x\n}\n{\n "b": 1\n}\n{ "c":\n 1 }\n{"d":';
  for (const places of [[], [3], [9, 10, 11, 20]])
    expect(await numberedLines(flattenDocuments(cutAt(Buffer.from(file), places), limit))).toEqual([
      [1, '{\u0001 "a": "x\u0001}'],
      [4, '{  "b": 1 }'],
      [7, '{ "c":  1 }'],
      [9, '{"d":'],
    ]);
});

const cutInto = async (pieces: readonly (string | Buffer)[], most: number): Promise<string[]> => {
  async function* source(): AsyncGenerator<Buffer> {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  const found: string[] = [];
  for await (const bytes of separateDocuments(source(), most)) found.push(bytes.toString());
  return found.filter((piece) => piece !== '');
};

test('a document longer than the limit passes as it is, at once, and what stands behind it is told apart', async () => {
  const long = `{"a":"${'x'.repeat(300_000)}`;
  const found = await cutInto([`{"z":1}{"y":1}${long}`, '"}{"b":1}\n{"c":1}{"d":1}'], 100_000);
  expect(found[0]).toBe('{"z":1}\n{"y":1}\n');
  expect(found[1]).toBe(long);
  expect(found.join('')).toBe(`{"z":1}\n{"y":1}\n${long}"}\n{"b":1}\n{"c":1}\n{"d":1}`);
});

test('a document as long as the limit is kept until it is whole', async () => {
  const long = `{"a":"${'x'.repeat(300_000)}`;
  const found = await cutInto([`{"z":1}${long}`, '"}{"b":1}'], long.length);
  expect(found).toEqual(['{"z":1}\n', `${long}"}\n{"b":1}`]);
});

test('lines are handed on as they gather, and are not looked at twice', async () => {
  const lines = '{"a":1}{"b":1}\n{"c":1}\n'.repeat(6000);
  const found = await cutInto([lines, lines, lines, lines], limit);
  expect(found.join('')).toBe('{"a":1}\n{"b":1}\n{"c":1}\n'.repeat(24_000));
  expect(found.length).toBeGreaterThan(3);
});

test.each([
  ['{"a":1} , {"b":1}', '{"a":1} , \n{"b":1}'],
  ['{"a":1},,{"b":1}', '{"a":1},,{"b":1}'],
  ['{"a":1}{"b":2}\n{"c":1},{"d":2}', '{"a":1}\n{"b":2}\n{"c":1},\n{"d":2}'],
  ['[{"a":1},{"c":1}] {"b":1}', '[{"a":1},{"c":1}] {"b":1}'],
  // Behind what is torn a comma parts nothing: it may stand in a list.
  ['{"l":[{"x":1},{"y":2}]]}{"b":1}', '{"l":[{"x":1},{"y":2}]]}\n{"b":1}'],
  ['{"a":1} x{"l":[{"x":1},{"y":2}]}{"b":1}', '{"a":1} x{"l":[{"x":1},{"y":2}]}\n{"b":1}'],
  ['}{"b":1}', '}\n{"b":1}'],
  ['x\n}{"b":1}', 'x\n}\n{"b":1}'],
  ['{"a":1} x {"b":1}{"c":1}', '{"a":1} x {"b":1}\n{"c":1}'],
  ['[{"a":1}] {"b":1}', '[{"a":1}] {"b":1}'],
  ['x{"a":1}{"b":1}', 'x{"a":1}\n{"b":1}'],
  ['{"a":1}[1]{"b":1}', '{"a":1}[1]{"b":1}'],
  ['{"a":1}\r\n{"b":1}{"c":1}\r\n', '{"a":1}\r\n{"b":1}\n{"c":1}\r\n'],
  ['{"a":1}\ufeff{"b":1}', '{"a":1}\n\ufeff{"b":1}'],
  ['{"a":1}\n\n{"b":{"c":1} {"d":1}\n', '{"a":1}\n\n{"b":{"c":1} \n{"d":1}\n'],
])('%j becomes %j', async (text, expected) => {
  expect((await cutInto([text], limit)).join('')).toBe(expected);
});

// More than is gathered before it is looked at, so that what is behind it is cut where the next piece begins.
const filler = `{"f":"${'x'.repeat(262_144)}"}`;

test.each([
  ['{"a":1}{"b":2}', '\n{"a":1}\n{"b":2}'],
  ['{"a":1} , {"b":2}', '\n{"a":1} , \n{"b":2}'],
  ['{"a":"}{"} {"b":[{"c":1}]}\r\n{"d":1}', '\n{"a":"}{"} \n{"b":[{"c":1}]}\r\n{"d":1}'],
  ['\ufeff{"a":1}\ufeff{"b":2}\n', '\n\ufeff{"a":1}\n\ufeff{"b":2}\n'],
  [' {"a":"x} {"b":2}{"c":3}\n{"d":1}{"e":2}', ' \n{"a":"x} \n{"b":2}\n{"c":3}\n{"d":1}\n{"e":2}'],
  ['\n{"a":1}{"b":2}\n\n{"c":3}', '\n{"a":1}\n{"b":2}\n\n{"c":3}'],
  ['x{"a":1}{"b":2}', 'x{"a":1}\n{"b":2}'],
])('behind what was looked at, %j is told apart wherever it is cut', async (rest, expected) => {
  const bytes = Buffer.from(rest);
  for (let place = 0; place <= bytes.length; place++) {
    const pieces = [Buffer.concat([Buffer.from(filler), bytes.subarray(0, place)]), bytes.subarray(place)];
    const found = (await cutInto(pieces, limit)).join('');
    expect(found.slice(filler.length), `cut at ${place}`).toBe(expected);
  }
});
