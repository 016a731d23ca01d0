import { expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { FileRefused } from '../../lib/stages/accept/file-refused.ts';
import { findRows, type RowNames } from '../../lib/stages/accept/find-rows.ts';
import { refuseEnvelope, refuseEnvelopes, rowNames } from '../../lib/stages/accept/refuse-envelopes.ts';

const names: RowNames = { id: 'id', columns: new Set(['id', 'amount', 'mcc', 'data']) };

test.each<[string, string, string, boolean]>([
  ['an array under a key', '{"data":[{"id":1,"amount":2}],"next":"x"}', 'data', true],
  ['an array under keys', '{"page":{"rows":[{"id":1,"amount":2}]}}', 'page.rows', true],
  ['one row under a key', '{"row":{"id":1,"amount":2}}', 'row', false],
  ['one row under keys', '{"a":{"b":{"id":1,"amount":2}}}', 'a.b', false],
  ['an array of arrays', '{"rows":[[{"id":1,"amount":2}]]}', 'rows', true],
  ['an array that is the document', '[{"id":1,"amount":2}]', '', true],
  ['beside one with the id but fewer columns', '{"x":{"id":1},"rows":[{"id":1,"amount":2}]}', 'rows', true],
  ['before one with the id but fewer columns', '{"rows":[{"id":1,"amount":2}],"x":{"id":1}}', 'rows', true],
  ['of two that have as many the later', '{"a":{"id":1,"mcc":2},"b":{"id":1,"amount":2}}', 'b', false],
  ['though the document has some columns', '{"amount":1,"row":{"id":1,"mcc":2}}', 'row', false],
  ['rows without the id, of a document without a column', '{"list":[{"other":1}]}', 'list', true],
  ['the first of two such arrays', '{"one":[{"x":1}],"two":[{"x":1}]}', 'one', true],
  ['the id spelled by an escape', '{"row":{"\\u0069d":1,"amount":2}}', 'row', false],
  ['behind a list', '{"list":[1],"row":{"id":1,"amount":2}}', 'row', false],
  ['a document that is torn', '{"data":[{"id":1,"amount":2},{"id":', 'data', true],
])('rows are found: %s', (_, document, path, isArray) => {
  expect(findRows(names, document)).toEqual({ path, isArray });
});

test.each([
  ['a row', '{"id":1,"amount":2}'],
  ['a row with an object within that is like one', '{"id":1,"row":{"id":1,"amount":2,"mcc":3}}'],
  ['a torn row with an object within that is like one', '{"id":1,"row":{"id":1,"amount":2,"mcc":3}'],
  ['a bad row without the id', '{"amount":2,"mcc":3}'],
  ['a bad row with a list of its own', '{"amount":2,"items":[{"x":1}]}'],
  ['a bad row with an object of as many columns', '{"amount":2,"mcc":3,"of":{"id":1,"mcc":2}}'],
  ['a list that is no array of objects', '{"list":[1,2]}'],
  ['an array of objects deeper down', '{"a":{"list":[{"x":1}]}}'],
  ['an array of arrays of objects', '{"a":[[{"x":1}]]}'],
  ['an array of objects without a column', '[{"x":[{"y":1}]}]'],
  ['the word of the id as a value', '{"x":{"name":"id","amount":2}}'],
  ['an object with nothing', '{}'],
  ['a number', '5'],
  ['a word', 'null'],
  ['a text', '"x"'],
  ['no JSON', 'id,amount'],
  ['nothing', ''],
])('none are: %s', (_, document) => {
  expect(findRows(names, document)).toBeUndefined();
});

test('without an id what counts is an array of objects in a document without a column', () => {
  const columns = new Set(['amount']);
  expect(findRows({ columns }, '{"list":[{"amount":1}]}')).toEqual({ path: 'list', isArray: true });
  expect(findRows({ columns }, '{"amount":1,"list":[{"amount":1}]}')).toBeUndefined();
  // A key that is none of JSON is not taken for the id that is not there.
  expect(findRows({ columns }, '{"\\x":1,"list":[{"amount":1}]}')).toEqual({ path: 'list', isArray: true });
  expect(findRows({ columns }, '{"undefined":1,"list":[{"amount":1}]}')).toEqual({ path: 'list', isArray: true });
});

const refusal = (act: () => void): FileRefused => {
  try {
    act();
  } catch (error) {
    if (error instanceof FileRefused) return error;
    throw error;
  }
  throw new Error('not refused');
};

test.each([
  [
    '{"data":[{"id":1,"amount":2}]}',
    'line 7 is no row: its rows stand under "data"',
    "declare a feed of form json with rows: 'data' (docs/feeds.md), or have the sender write one row a line",
  ],
  [
    '{"row":{"id":1,"amount":2}}',
    'line 7 is no row: it holds one under "row"',
    'declare a feed of form json that reads "row.id" and so on (docs/feeds.md)',
  ],
  [
    '[{"id":1,"amount":2}]',
    'line 7 is an array of rows, not a row',
    'have the sender write one row a line, or one array a file',
  ],
])('%s is refused with where its rows stand', (document, message, remedy) => {
  expect(refusal(() => refuseEnvelope(names, document, 'line 7'))).toMatchObject({ message, remedy });
});

test('of a native row the id and the columns of its files are known', () => {
  const { id, columns } = rowNames(transactions);
  expect(id).toBe('transaction_id');
  expect(columns).toContain('merchant_name');
  expect(columns).not.toContain('txn_date');
});

const row = '{"transaction_id":"t","amount":1,"note":[{"transaction_id":"t","amount":1}]}';
const page = '{"data":[{"transaction_id":"t","amount":1}]}';
const refuse = (lines: readonly string[], suspects: readonly number[], unit: 'line' | 'element' = 'line') => {
  refuseEnvelopes(transactions, { startLine: 11, bytes: Buffer.from(lines.join('\n')), suspects }, unit);
};

test('of many lines each suspect is looked at, and told by where it stands in the file', () => {
  expect(() => refuse([row, row, row], [1, 2, 3])).not.toThrow();
  expect(() => refuse([page, row, page], [2])).not.toThrow();
  expect(() => refuse([row, '{"amount":1}', page], [1, 3])).toThrow('line 13 is no row');
  expect(() => refuse([page], [1], 'element')).toThrow('element 11 is no row');
  expect(() => refuse([` { "transaction_id" : 1, "x": ${page}}`, page], [1])).not.toThrow();
  expect(() => refuse(['{"a":1}', page, row], [2, 3])).toThrow('line 12 is no row');
});
