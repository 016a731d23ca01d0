import { expect, test } from 'vitest';
import type { JsonShape } from '../../lib/feeds/feed.ts';
import { decodeText } from '../../lib/stages/accept/decode-text.ts';
import { headBytes } from '../../lib/stages/accept/detect-form.ts';
import { FileRefused } from '../../lib/stages/accept/file-refused.ts';
import { peek } from '../../lib/stages/accept/peek.ts';
import { readJsonRecords } from '../../lib/stages/accept/read-json-records.ts';
import { hiddenText, type SourceRecord } from '../../lib/stages/accept/read-records.ts';
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

const card = '4111111111111111';
const masked = '411111••••••1111';

test('a card number is masked in the text of a row, good or bad, and said of it', async () => {
  const good = `{"id":"a","card":{"last4":"1"},"note":"${card}"}`;
  const found = await read(`${good}\n{"id":"${card}"`);
  expect(found.map(({ raw, malformed, cardNumber, lines }) => [raw, malformed, cardNumber, lines])).toEqual([
    [good.replace(card, masked), false, true, 1],
    [`{"id":"${masked}"`, true, true, 1],
  ]);
  expect((await read(documents.join('\n'))).map(({ cardNumber }) => cardNumber)).toEqual([false, false]);
});

test('where columns are hidden, what is said of a row is said of what is kept of it', async () => {
  const row = (note: string): string => `{"id":"a","card":{"last4":"1"},"note":"${note}"}`;
  const found = await read(`${row(card)}\n${row('x')}\n{"note":"${card}"`, { drop: ['note'] });
  const kept = '{"id":"a","card":{"last4":"1"}}';
  expect(found.map(({ raw, malformed, cardNumber }) => [raw, malformed, cardNumber])).toEqual([
    [kept, false, false],
    [kept, false, false],
    [hiddenText, true, false],
  ]);
  // What is dropped is no value of the row either.
  const columns = { transaction_id: { from: 'id' }, merchant_name: { from: 'note' } };
  expect(told(await read(row('x'), { drop: ['note'], columns }))).toEqual([[1, 'a ']]);
});

test('lines without a document count, and are none', async () => {
  expect(told(await read(`\ufeff\n${documents[0]}\n \n\n${documents[1]}\n`))).toEqual([
    [2, 'a 1234 1.50'],
    [5, 'b 5678 2'],
  ]);
  expect(await read('')).toEqual([]);
  expect(await read(' \n')).toEqual([]);
  expect(await read('\ufeff\ufeff')).toEqual([]);
});

test('a document with one of the paths is a row, however little it says; one with none has to hold no rows', async () => {
  const rows = ['{"id":"a","list":[{"id":"b"}]}', '{"card":{},"list":[{"id":"b"}]}', '{"amount":1}', '{"x":1}'];
  expect(told(await read(rows.join('\n')))).toEqual([
    [1, 'a  '],
    [2, '  '],
    [3, '  1'],
    [4, '  '],
  ]);
  await expect(read(`${rows[0]}\n{"list":[{"id":"b"}]}`)).rejects.toThrow('line 2 is no row');
});

test('pages that stand in an array are told by their place in it, and each has to be whole', async () => {
  const page = `{"rows":[${documents[0]}]}`;
  const rows = { rows: 'rows' };
  await expect(read(`[${page},\n{"data":[]}]`, rows)).rejects.toThrow('line 2 has no array under "rows"');
  await expect(read(`[${page},\n5]`, rows)).rejects.toThrow('line 2 is no JSON object');
  await expect(read(`[${page},{"rows":[{"id":1}]]`, rows)).rejects.toThrow('ends within element 2');
  await expect(read(`[${page},{"rows":[{"id":"}]}]`, rows)).rejects.toThrow(FileRefused);
  await expect(read('[{"rows":[{"id":1]}}]', rows)).rejects.toThrow('line 1 is no JSON');
});

test('a document that is torn takes none of its rows with it in silence', async () => {
  await expect(read(`{"rows":[${documents}]`, { rows: 'rows' })).rejects.toThrow('line 1 ends before it is whole');
});

test('a page may be longer than a row may be, in one document or over several lines', async () => {
  const many = Array.from({ length: 300 }, (_, at) => `{"id":"${at}","card":{"last4":"1"}}`);
  for (const page of [`{"rows":[${many}]}`, `{\n"rows": [\n${many.join(',\n')}\n]\n}`]) {
    const found = await read(page, { rows: 'rows' });
    expect(found.map(({ line, fields }) => [line, fields.transaction_id])).toEqual(
      many.map((_, at) => [at + 1, String(at)]),
    );
  }
});

test('rows have so many bytes at most', async () => {
  const long = `{"id":"${'x'.repeat(10_000)}"}`;
  await expect(read(`{"rows":[${long}]}`, { rows: 'rows' })).rejects.toThrow('longer than 10000 bytes');
  await expect(read(`[{"rows":[${long}]}]`, { rows: 'rows' })).rejects.toThrow('longer than 10000 bytes');
});

test('what is no JSON shows how it begins, and what to do', async () => {
  const text = `  \n${'id,amount '.repeat(20)}`;
  await expect(read(text)).rejects.toMatchObject({
    message: `it is no JSON: it begins with "${text.trim().slice(0, 80)}…"`,
    remedy: 'have the file sent again',
  });
});

test('a file of JSON has no header to tell of', () => {
  const { header } = readJsonRecords(cutAt(Buffer.from(''), []), Buffer.from(''), shape, 10_000);
  expect(header).toEqual({ index: new Map(), names: [], width: 0, missing: [], unknown: [] });
});
