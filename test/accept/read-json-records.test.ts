import { expect, test } from 'vitest';
import type { JsonShape } from '../../lib/feeds/feed.ts';
import { decodeText } from '../../lib/stages/accept/decode-text.ts';
import { headBytes } from '../../lib/stages/accept/detect-form.ts';
import { peek } from '../../lib/stages/accept/peek.ts';
import { readJsonRecords } from '../../lib/stages/accept/read-json-records.ts';
import type { SourceRecord } from '../../lib/stages/accept/read-records.ts';
import { cutAt } from './cut-at.ts';

const shape: JsonShape = {
  form: 'json',
  header: ['id', 'card.last4', { name: 'amount', required: false }],
  columns: { transaction_id: { from: 'id' }, card_id: { from: 'card.last4' }, amount: { from: 'amount' } },
};

async function read(text: string | Buffer, changes: Partial<JsonShape> = {}): Promise<SourceRecord[]> {
  const declared = { ...shape, ...changes };
  const { head, all } = await peek(decodeText(cutAt(Buffer.from(text), [5, 30]), declared.encoding), headBytes);
  const found: SourceRecord[] = [];
  for await (const some of readJsonRecords(all, head, declared, 10_000).records) found.push(...some);
  return found;
}

const told = (records: readonly SourceRecord[]): unknown[] =>
  records.map(({ line, fields, malformed }) => [line, malformed ? 'malformed' : Object.values(fields).join(' ')]);

const documents = ['{"id":"a","card":{"last4":"1234"},"amount":1.50}', '{"id":"b","card":{"last4":"5678"},"amount":2}'];
const spread = documents.map((one) => JSON.stringify(JSON.parse(one), null, 2)).join('\n');

test.each<[string, string, Partial<JsonShape>, number[]]>([
  ['lines', documents.join('\n'), {}, [1, 2]],
  ['one after another', documents.join(''), {}, [1, 2]],
  ['an array', `[${documents}]`, {}, [1, 2]],
  ['under a path', `{"page":1,"data":{"rows":[${documents}]}}`, { rows: 'data.rows' }, [1, 2]],
  ['several pages', documents.map((one) => `{"rows":[${one}]}`).join('\n'), { rows: 'rows' }, [1, 2]],
  ['an array of pages', `[${documents.map((one) => `{"rows":[${one}]}`)}]`, { rows: 'rows' }, [1, 2]],
])(
  'documents of %s are read by their paths, numbers as they are written',
  async (_, text, changes, [first, second]) => {
    expect(told(await read(text, changes))).toEqual([
      [first, 'a 1234 1.50'],
      [second, 'b 5678 2'],
    ]);
  },
);

test('documents over several lines have the line on which they begin', async () => {
  expect(told(await read(spread))).toEqual([
    [1, 'a 1234 1.5'],
    [8, 'b 5678 2'],
  ]);
});

test('documents in a declared encoding are read', async () => {
  const text = Buffer.from(`{"id":"caf\xe9","card":{"last4":"1"}}`, 'latin1');
  expect(told(await read(text, { encoding: 'windows-1252' }))).toEqual([[1, 'café 1 ']]);
  await expect(read(text)).rejects.toThrow('line 1 is not UTF-8');
});

test('a bad document is a bad row; where columns are hidden its text is not kept', async () => {
  const text = `${documents[0]}\n{"id":"a","id":"b"}\n{"id":"secret`;
  const found = await read(text);
  expect(told(found).slice(1)).toEqual([
    [2, 'malformed'],
    [3, 'malformed'],
  ]);
  expect(found[2]?.raw).toBe('{"id":"secret');
  expect((await read(text, { tokenise: ['id'] })).map(({ raw }) => raw).join()).not.toContain('secret');
});

test.each<[string, string, Partial<JsonShape>, string]>([
  [
    'a page whose rows the feed does not name',
    `{"data":[${documents}]}`,
    {},
    'line 1 is no row: its rows stand under "data"',
  ],
  ['no array under the path', `{"data":[${documents}]}`, { rows: 'rows' }, 'line 1 has no array under "rows"'],
  ['a delimited file', 'id,amount\na,1\n', {}, 'it is no JSON: it begins with "id,amount'],
])('%s refuses the file', async (_, text, changes, reason) => {
  await expect(read(text, changes)).rejects.toThrow(reason);
});
