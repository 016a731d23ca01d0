import fc from 'fast-check';
import { expect, test } from 'vitest';
import { flattenDocuments } from '../../lib/stages/accept/flatten-documents.ts';
import { separateDocuments } from '../../lib/stages/accept/separate-documents.ts';
import { splitLines } from '../../lib/stages/accept/split-lines.ts';
import { cutAt } from './cut-at.ts';

const limit = 1024 * 1024;
type Reader = (source: AsyncIterable<Buffer>, limit: number) => AsyncGenerator<Buffer>;

/** Every line that is not blank with its number. */
async function read(reader: Reader, text: string, places: readonly number[]): Promise<[number, string][]> {
  const found: [number, string][] = [];
  for await (const { startLine, bytes } of splitLines(reader(cutAt(Buffer.from(text), places), limit), limit)) {
    const lines = bytes.toString('utf8').split('\n');
    found.push(...lines.map((line, at): [number, string] => [startLine + at, line.trim()]));
  }
  return found.filter(([, line]) => line !== '');
}

/** Texts that look like structure. */
const text = fc.string({
  unit: fc.constantFrom('a', '}{', '{"', '"', '\\', ',', '[{', '한', '}, {', '\n'),
  maxLength: 6,
});
/** Without backslashes: JSON.parse of Node 24 reads a key `"` as a backslash once it has seen one that ends in one. */
const name = fc.string({ unit: fc.constantFrom('a', '}{', '{"', '"', ',', '[{', '한', '}, {', '\n'), maxLength: 6 });
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { weight: 4, arbitrary: text },
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(null, true, 1e21),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
  ),
})).value;
const object = fc.dictionary(name, value, { maxKeys: 4 });
const gap = fc.constantFrom('', '', ' ', '\r', '\t ', '\ufeff', '\n', '\r\n', '\n\n', '\n\ufeff');
const cuts = fc.array(fc.nat(2000), { maxLength: 6 });

test('any documents one after another are told apart, and a line of k documents counts as k lines', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.tuple(object, gap), { maxLength: 20, size: 'max' }),
    cuts,
    async (parts, places) => {
      const bytes = parts.map(([one, behind]) => JSON.stringify(one) + behind).join('');
      let line = 1;
      const expected = parts.map(([one, behind]): [number, string] => {
        const at = line;
        line += Math.max(1, behind.split('\n').length - 1);
        return [at, JSON.stringify(one)];
      });
      expect(await read(separateDocuments, bytes, places)).toEqual(expected);
    },
  );
  await fc.assert(property, { numRuns: 1000 });
});

test('documents over several lines keep the line on which they begin, those on one line count as one each', async () => {
  const property = fc.asyncProperty(
    fc.array(fc.tuple(object, fc.constantFrom('', ' ', '\n', '\r\n', '\n\n'), fc.constantFrom(0, 2, '\t')), {
      maxLength: 8,
      size: 'max',
    }),
    cuts,
    async (parts, places) => {
      const texts = parts.map(([one, behind, indent]) => JSON.stringify(one, null, indent) + behind);
      let line = 1;
      const expected = texts.map((one) => {
        const begins = line;
        line += one.split('\n').length - 1 || 1;
        return [begins, JSON.parse(one)];
      });
      const found = await read(flattenDocuments, texts.join(''), places);
      expect(found.map(([at, one]) => [at, JSON.parse(one)])).toEqual(expected);
    },
  );
  await fc.assert(property, { numRuns: 500 });
});

test('a torn document takes no other with it', async () => {
  const torn = fc.constantFrom(
    '{"a":"x}',
    '{"a":[1}',
    '{"a":tru}',
    '{"a":"\\"}',
    '{"a" "b"}',
    '{"a":"b"c"}',
    '{"a":{"b":1}}}',
  );
  // Where a document is torn, what looks like a border within the next text is taken for one.
  const plain = fc.dictionary(fc.constantFrom('id', 'n', 'x'), fc.constantFrom<unknown>(1, 'a', '"', null), {
    maxKeys: 3,
  });
  const property = fc.asyncProperty(
    fc.array(
      fc.oneof(
        plain.map((one) => JSON.stringify(one)),
        torn,
      ),
      { minLength: 1, maxLength: 12, size: 'max' },
    ),
    fc.constantFrom('', ' ', '\r'),
    cuts,
    async (documents, between, places) => {
      const found = await read(separateDocuments, documents.join(between), places);
      expect(found.map(([, one]) => one)).toEqual(documents);
    },
  );
  await fc.assert(property, { numRuns: 1000 });
});

test('many megabytes without a line break pass in pieces, in memory that does not grow with them', async () => {
  const document = Buffer.from(`{"transaction_id":"txn-1","note":"${'}{'.repeat(100)}"}`);
  const piece = Buffer.concat(Array.from({ length: 300 }, () => document));
  const count = Math.ceil((12 * limit) / piece.length);
  async function* source(): AsyncGenerator<Buffer> {
    for (let at = 0; at < count; at++) yield piece;
  }
  let lines = 0;
  let largest = 0;
  for await (const { bytes } of splitLines(separateDocuments(source(), limit), limit)) {
    largest = Math.max(largest, bytes.length);
    lines += bytes.toString('latin1').split('\n').length - 1;
  }
  expect(lines).toBe(count * 300 - 1);
  expect(largest).toBeLessThan(4 * limit);
});
