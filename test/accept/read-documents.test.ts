import { expect, test } from 'vitest';
import { flattenDocuments } from '../../lib/stages/accept/flatten-documents.ts';
import type { JsonForm } from '../../lib/stages/accept/json-form.ts';
import { readDocuments } from '../../lib/stages/accept/read-documents.ts';
import { cutAt } from './cut-at.ts';

async function read(form: JsonForm, text: string, limit = 1000, places: number[] = []): Promise<[number, string][]> {
  const found: [number, string][] = [];
  for await (const { startLine, bytes } of readDocuments(cutAt(Buffer.from(text), places), form, limit))
    found.push([startLine, bytes.toString('utf8')]);
  return found;
}

test.each<[JsonForm, string, [number, string][]]>([
  ['lines', '{"a":1} {"a":2}\n{"a":3}', [[1, '{"a":1} \n{"a":2}\n{"a":3}']]],
  ['spread', '{\n"a":1\n}\n{"a":2}', [[1, '{ "a":1 }\n\n\n{"a":2}']]],
  ['array', '[{"a":1},\n{"a":2}]', [[1, '{"a":1}\n {"a":2}\n']]],
])('of %s each document comes on a line of its own', async (form, text, expected) => {
  expect(await read(form, text)).toEqual(expected);
});

const flat = async (text: string, limit: number, places: number[]): Promise<string[]> => {
  const pieces: string[] = [];
  for await (const bytes of flattenDocuments(cutAt(Buffer.from(text), places), limit)) pieces.push(bytes.toString());
  return pieces.filter((piece) => piece !== '');
};

test('documents come out as soon as it is certain that they are whole', async () => {
  // Behind the first there may be a comma, which is part of it: only what follows says so.
  expect(await flat('{\n}\n{}', 99, [3, 5])).toEqual(['{ }\n\n', '{}']);
  expect(await flat('{\n},\n{}', 99, [3])).toEqual(['{ },\n\n', '{}']);
  expect(await flat('{} {}', 99, [])).toEqual(['{}\n ', '{}']);
  expect(await flat('\ufeff {\r\n}', 99, [])).toEqual(['\ufeff ', '{  }\n']);
});

test('a document over several lines has so many bytes at most; a longer one refuses the file by its line', async () => {
  const document = '{\n"a":"xxxxxxxxxx"\n}';
  expect((await flat(`{}\n${document}`, document.length, [10])).join('')).toContain('{ "a":"xxxxxxxxxx" }');
  await expect(flat(`{}\n\n${document}`, document.length - 3, [document.length + 3])).rejects.toMatchObject({
    name: 'FileRefused',
    message: `the JSON document on line 3 is longer than ${document.length - 3} bytes`,
    remedy: 'split the document',
  });
});

test('a torn document ends before the next line that begins with a brace, or with the file', async () => {
  for (const places of [[], [5], [9], [12]]) {
    const whole = (await flat('{"a":\n"x\n{"b":1}\nx\n', 99, places)).join('');
    expect(whole).toBe('{"a":\u0001"x\n\n{"b":1}\nx\u0001\n');
  }
});

test.each([
  ['{"a":\n1}\n{"b":2}', '{"a": 1}\n\n{"b":2}'],
  ['{"a":1}{"b":\n2}', '{"a":1}\n{"b": 2}\n'],
  ['{"a":1} \n{"b":2}', '{"a":1} \n{"b":2}'],
  ['{"a":1} \r{"b":2}', '{"a":1}\n \r{"b":2}'],
  ['{"a":\r\n1}\ufeff\n\ufeff{}', '{"a":  1}\n\ufeff\n\ufeff{}'],
  ['{"a":1},\n{"b":2}', '{"a":1},\n{"b":2}'],
  ['{\n},{\n}', '{ },\n{ }\n'],
  ['x\n{"b":2}', 'x\n{"b":2}'],
  ['[1]\n[2]\n{"b":2}', '[1]\u0001[2]\n\n{"b":2}'],
  ['x\ny\n{"b":\n2}', 'x\u0001y\n\n{"b": 2}\n'],
  ['{"a":\n1', '{"a":\u00011\n'],
  ['{"a"\n"b"}\n{"b":2}', '{"a"\u0001"b"}\n\n{"b":2}'],
  [' \n\n', ' \n\n'],
  ['', ''],
])('%j becomes %j, wherever it is cut', async (text, expected) => {
  const { length } = Buffer.from(text);
  for (let place = 0; place <= length; place++) {
    const pieces: Buffer[] = [];
    for await (const bytes of flattenDocuments(cutAt(Buffer.from(text), [place]), 99)) pieces.push(bytes);
    expect(Buffer.concat(pieces).toString(), `cut at ${place}`).toBe(expected);
  }
});

test('lines above a document count where it is refused', async () => {
  await expect(flat(`{}\n \n{"a":\n1}\n{"b":"${'x'.repeat(99)}`, 30, [20, 60])).rejects.toThrow('on line 5 is longer');
  await expect(flat(`\n{"b":"${'x'.repeat(99)}`, 30, [])).rejects.toThrow('on line 2 is longer');
});
