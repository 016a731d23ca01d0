import { TextDecoder } from '@exodus/bytes/encoding.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskCardNumbers } from '../../lib/contracts/card-number.ts';
import { byteText } from '../../lib/lake/byte-text.ts';
import { maskStream, type Spelling } from '../../lib/lake/mask-stream.ts';
import { cardNumber } from '../contracts/card-texts.ts';
import { cardText } from '../laws/card-texts.ts';
import { hostileText } from '../laws/hostile-lines.ts';
import { hasBareCardNumber } from '../laws/oracle/has-card-number.ts';
import { parseJson, textsOf } from '../laws/oracle/parse-json.ts';

/** The bytes in pieces of these sizes, taken in turn. */
async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let at = 0, turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1;
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

async function maskAll(
  bytes: Buffer,
  spelling: Spelling,
  sizes: readonly number[] = [bytes.length],
): Promise<[Buffer, number]> {
  let numbers = 0;
  const pieces: Buffer[] = [];
  for await (const piece of maskStream(cut(bytes, sizes), spelling, (found) => (numbers += found))) pieces.push(piece);
  return [Buffer.concat(pieces), numbers];
}

const pieceSizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
/** Texts of several lines in which numbers stand next to anything. */
const texts = fc
  .array(
    fc.oneof(
      cardText,
      cardNumber(),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom('\n', ',', '"', ' '),
    ),
    {
      maxLength: 12,
      size: 'max',
    },
  )
  .map((parts) => parts.join(''))
  .filter((text) => text.isWellFormed());

test('text without escapes is masked as a string would be, however it comes in pieces', async () => {
  await fc.assert(
    fc.asyncProperty(texts, pieceSizes, async (text, sizes) => {
      const [masked, numbers] = await maskAll(Buffer.from(text), { json: false }, sizes);
      expect(masked.toString()).toBe(maskCardNumbers(text));
      expect(numbers > 0).toBe(hasBareCardNumber(text));
    }),
    { numRuns: 500 },
  );
});

test('JSON keeps its form, and no text of it holds a number, escaped or not; without any its bytes are the same', async () => {
  const card = cardText.map((text) => JSON.stringify({ a: [text, { [text]: text }] }));
  const escaped = card.map((line) => line.replace(/[0-9]/g, (digit) => `\\u003${digit}`));
  const document = fc.oneof({ weight: 2, arbitrary: hostileText }, card, escaped);
  await fc.assert(
    fc.asyncProperty(document, pieceSizes, async (text, sizes) => {
      const [masked, numbers] = await maskAll(Buffer.from(text), { json: true }, sizes);
      if (numbers === 0) expect(masked.toString()).toBe(text);
      const [before, after] = [text.split('\n'), masked.toString().split('\n')];
      expect(after).toHaveLength(before.length);
      for (const [at, line] of after.entries()) {
        const parsed = parseJson(line);
        expect(parsed === undefined).toBe(parseJson(before[at] ?? '') === undefined);
        expect((parsed ? textsOf(parsed.value) : [line]).filter(hasBareCardNumber)).toEqual([]);
      }
    }),
    { numRuns: 300 },
  );
});

describe.each([
  ['euc-kr', 'b5d2bed8bcad', '＊'],
  ['shift_jis', '8ae83094d4', '＊'],
  ['euc-jp', 'b4eab4ea', '＊'],
  ['gbk', '8130813040', '＊'],
  ['gb18030', '8130813081308130', '•'],
  ['big5', 'a440a441', '＊'],
  ['windows-1252', 'e9', '•'],
  ['macintosh', 'e9', '•'],
  ['utf-16le', '00ac', '•'],
  ['utf-16be', 'ac00', '•'],
])('in %s', (encoding, letters, mask) => {
  const decode = (bytes: Buffer): string => new TextDecoder(encoding).decode(bytes);
  const encode = (ascii: string): Buffer => {
    const wide = Buffer.from(ascii, 'utf16le');
    if (encoding === 'utf-16be') return wide.swap16();
    return encoding === 'utf-16le' ? wide : Buffer.from(ascii, 'latin1');
  };
  const letter = Buffer.from(letters, 'hex');
  const text = Buffer.concat([
    encode('a,'),
    letter,
    encode('4111111111111111'),
    letter,
    encode(',5555 5555 5555 4444\n'),
  ]);

  test('a number is masked by a character that the encoding has, and found whatever the bytes beside it look like', async () => {
    const plain = decode(text);
    for (const sizes of [[text.length], [1], [3], [7]]) {
      const [masked, numbers] = await maskAll(text, { encoding, json: false }, sizes);
      expect(decode(masked)).toBe(
        plain
          .replace('4111111111111111', `411111${mask.repeat(6)}1111`)
          .replace('55 5555 4444', `${mask.repeat(2)} ${mask.repeat(4)} 4444`),
      );
      expect(numbers).toBe(2);
    }
  });

  test('escapes of JSON are read', async () => {
    const json = encode('{"a":"\\u0034111111111111111"}');
    const [masked] = await maskAll(json, { encoding, json: true });
    expect(decode(masked)).toBe(`{"a":"\\u003411111${mask.repeat(6)}1111"}`);
  });

  test('the mask is a character of it', () => {
    expect(decode(byteText(encoding).mask ?? Buffer.alloc(0))).toBe(mask);
  });
});

test('the second half of a character that looks like a digit or a letter is none', async () => {
  // In Shift_JIS these two bytes are one letter, the second of which is "A" in ASCII.
  const bytes = Buffer.concat([Buffer.from('8341', 'hex'), Buffer.from('4111111111111111')]);
  expect(new TextDecoder('shift_jis').decode(bytes)).toBe('ア4111111111111111');
  expect((await maskAll(bytes, { encoding: 'shift_jis', json: false }))[1]).toBe(1);
  expect((await maskAll(bytes, { json: false }))[1]).toBe(0);
  // CP949 beyond KS X 1001, where Node's own decoder sees a control character and the letter "c".
  const korean = Buffer.concat([Buffer.from('8c63', 'hex'), Buffer.from('4111111111111111')]);
  expect((await maskAll(korean, { encoding: 'euc-kr', json: false }))[1]).toBe(1);
});

test.each([
  ['{"a":4111111111111111}', '{"a":"411111••••••1111"}'],
  ['[1,-4111111111111111 ,2]', '[1,"-411111••••••1111" ,2]'],
  ['{"a":"x\\"y","b" : 4111111111111111,"c":1}', '{"a":"x\\"y","b" : "411111••••••1111","c":1}'],
  ['{"a":"b: 4111111111111111, c"}', '{"a":"b: 411111••••••1111, c"}'],
  ['{"a":"\\", 4111111111111111, c"}', '{"a":"\\", 411111••••••1111, c"}'],
  ['{"torn":"\n{"a":4111111111111111}', '{"torn":"\n{"a":"411111••••••1111"}'],
  ['not json 4222222222222', 'not json 422222•••2222'],
])('a number of JSON without quotes gets some, text does not: %s', async (text, wanted) => {
  for (const sizes of [[text.length], [1], [5]])
    expect((await maskAll(Buffer.from(text), { json: true }, sizes))[0].toString()).toBe(wanted);
});

test('an encoding without a mask character is refused where it holds a number, and only there', async () => {
  const spelling = { encoding: 'koi8-r', json: false };
  expect((await maskAll(Buffer.from('nothing 4111111111111112'), spelling))[1]).toBe(0);
  await expect(maskAll(Buffer.from('a 4111111111111111'), spelling)).rejects.toMatchObject({ kind: 'usage' });
});

test('a number is found across every border of pieces, also far into a long text without one', async () => {
  const text = `${'x'.repeat(100_000)} 4111 1111 1111 1111 ${'y'.repeat(100_000)}`;
  for (const size of [1000, 33_333, 100_005, 100_010]) {
    const [masked, numbers] = await maskAll(Buffer.from(text), { json: false }, [size]);
    expect(numbers).toBe(1);
    expect(masked.equals(Buffer.from(text.replace('4111 1111 1111 1111', '4111 11•• •••• 1111')))).toBe(true);
  }
});
