import fc from 'fast-check';
import { expect, test } from 'vitest';
import { scanDocument } from '../../lib/stages/accept/scan-document.ts';

const scan = (text: string, start = 0): ReturnType<typeof scanDocument> => scanDocument(Buffer.from(text), start);

test('any document ends behind its last bracket, whatever stands around it, and every part of it goes on', () => {
  const document = fc.oneof(
    fc.array(fc.jsonValue({ maxDepth: 3 }), { maxLength: 3 }),
    fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 }), { maxKeys: 3 }),
  );
  fc.assert(
    fc.property(document, fc.constantFrom(0, 1, '\t'), fc.nat(), (one, indent, place) => {
      const text = JSON.stringify(one, null, indent);
      const bytes = Buffer.byteLength(text);
      expect(scan(`x ${text}{"next":1}`, 2)).toBe(2 + bytes);
      const part = Buffer.from(text).subarray(0, place % bytes);
      expect(scanDocument(part, 0)).toBe('more');
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['{}', 2],
  ['[]', 2],
  ['\r\n\t {} ', 6],
  ['{"a":1}', 7],
  ['{"a":"}"}', 9],
  ['{"a":"\\"}"}', 11],
  ['{"a":"\\\\"}', 10],
  ['{"a":[{"b":[]},2],"c":true}', 27],
  ['[1,"a",null]', 12],
  // What is no number and no word is for whoever reads the document.
  ['[~]', 3],
  ['[-1.5e+3]', 9],
  ['["a","b"]', 9],
  ['[[],[]]', 7],
  ['{"a":[1]}', 9],
])('%s ends at %i', (text, end) => {
  expect(scan(text)).toBe(end);
});

test.each([
  ['a bracket that closes another', '{"a":[1}'],
  ['a bracket that closes none', ']'],
  ['a bracket of another kind', '[}'],
  ['a word before the document', 'null {}'],
  ['a number before the document', '1'],
  ['a key without quotes', '{a:1}'],
  ['a number as a key', '{1:2}'],
  ['a word behind a comma where a key should stand', '{"a":1,b'],
  ['a number where the first key should stand, as soon as it is seen', '{1'],
  ['an object there', '{{'],
  ['an array there', '{['],
  ['an object as a key', '{{}:1}'],
  ['an array as a key', '{[]:1}'],
  ['an object where a key should stand', '{"a":1,{"b":2}}'],
  ['two texts without a mark between them', '{"a" "b":1}'],
  ['a text behind a number', '[1"a"]'],
  ['a text behind a value', '{"a":"b"c":1}'],
  ['a text behind a bracket', '[[]"a"]'],
  ['a word behind a text', '["a"b]'],
  ['a number behind a bracket', '[{}1]'],
  ['an object behind a text', '{"a"{'],
  ['an object behind a number', '[1{'],
  ['an object behind another', '[{}{'],
  ['an array behind a text', '{"a"['],
  ['a colon in an array', '["a":1]'],
  ['a colon behind a colon', '{"a"::1}'],
  ['a colon behind a number', '{1:'],
  ['a colon behind a bracket', '{:1}'],
  ['a line break within a text', '{"a":"x\n"}'],
  ['a tab within a text', '{"a":"x\t"}'],
  ['a letter beyond ASCII outside of a text', '[é]'],
  ['a control character outside of a text', '[\u007f]'],
])('%s is none: %j', (_, text) => {
  expect(scan(text)).toBe('broken');
});

test.each(['', ' ', '{', '[', '{"a', '{"a"', '{"a":', '{"a":1', '{"a":1,', '{"a":"x\\"', '[tru', '{"a":"x\\'])(
  '%j goes on',
  (text) => {
    expect(scan(text)).toBe('more');
  },
);
