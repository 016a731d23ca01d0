import { expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { detectForm, headBytes } from '../../lib/stages/accept/detect-form.ts';
import { FileRefused } from '../../lib/stages/accept/file-refused.ts';

/** The form of a file by its text, and of a delimited one how it is read. */
function detect(text: string | Buffer, file = 'day'): unknown {
  const found = detectForm(transactions, file, Buffer.from(text));
  if (found.form !== 'delimited') return found.form;
  const { delimiter, quote, skipLines } = found.shape;
  return { delimiter, ...(quote && { quote }), ...(skipLines && { skipLines }) };
}

const names = ['transaction_id', 'amount', 'mcc'];
const comma = { delimiter: ',' };
const tab = { delimiter: '\t', quote: 'none' };

test.each([
  ['{"a":1}\n', 'lines'],
  ['\ufeff{"a":1}\n', 'lines'],
  ['x\n{"a":1}\n', 'lines'],
  ['{\n"a":1\n}', 'spread'],
  ['[{"a":1}]', 'array'],
  // What goes on beyond the first part is an array as well, and no page of rows.
  ['[{"transaction_id":"t","amount":1},{"transaction_id":', 'array'],
  ["{'a':1}\n \n\t\n", 'lines'],
  ['{"a":', 'lines'],
  ['\n\n', 'lines'],
  ['', 'lines'],
  [`${names.join(',')}\n1,2,3\n`, comma],
  [`\ufeff${names.join(',')}\n`, comma],
  [`\n ${names.join(';')}\n`, { delimiter: ';' }],
  ['amount,sep=;\n', comma],
  [`${names.join(';')}\n`, { delimiter: ';' }],
  [`${names.join('\t')}\n`, tab],
  [`${names.join('|')}\n`, { delimiter: '|' }],
  ['"transaction_id"; Amount ;MCC\n', { delimiter: ';' }],
  // By most of the names: a note may hold the other mark.
  ['note;transaction_id,amount,mcc\n', comma],
  ['sep=;\ntransaction_id;amount\n', { delimiter: ';', skipLines: 1 }],
  ['SEP=\t\r\ntransaction_id\tamount\n', { ...tab, skipLines: 1 }],
  ['sep=^\ntransaction_id^amount\n', { delimiter: '^', skipLines: 1 }],
  ['amount\n1\n', comma],
  ['nothing,known\n', comma],
])('%j is read as %j', (text, form) => {
  expect(detect(text)).toEqual(form);
});

test.each([
  ['nothing;known\n', 'day.tsv', tab],
  ['nothing;known\n', 'day.TAB', tab],
  ['nothing;known\n', 'day.tsv.gz', tab],
  ['nothing;known\n', 'day.tsv.gzip', tab],
  ['nothing;known\n', 'day.tab.zst', tab],
  ['nothing;known\n', 'day.tsv.zstd', tab],
  ['nothing;known\n', 'day.csv', comma],
  ['nothing;known\n', 'day.tsv.txt', comma],
  ['nothing;known\n', 'daytsv', comma],
  ['transaction_id,amount\n', 'day.tsv', comma],
  ['', 'day.csv', comma],
  ['\n', 'day.tsv', tab],
  ['', 'day.csv.gz', comma],
  ['', 'day.json', 'lines'],
  ['{"a":1}\n', 'day.csv', 'lines'],
])('%j in %s: the ending decides where the text leaves it open', (text, file, form) => {
  expect(detect(text, file)).toEqual(form);
});

test('the columns are the contract’s, and what the feed declares for nothing goes with them', () => {
  const found = detectForm(transactions, 'day.csv', Buffer.from('transaction_id\n'), ['NULL']);
  if (found.form !== 'delimited') throw new Error('not delimited');
  expect(found.shape).toMatchObject({
    form: 'csv',
    nullWords: ['NULL'],
    columns: { transaction_id: { from: 'transaction_id' }, amount: { from: 'amount' } },
  });
  expect(found.shape.header).toContainEqual({ name: 'transaction_id', required: true });
  expect(found.shape.header).toContainEqual({ name: 'merchant_name', required: false });
  const bare = detectForm(transactions, 'day.csv', Buffer.from('transaction_id\n'));
  expect(bare.form === 'delimited' && bare.shape).not.toHaveProperty('nullWords');
});

test('lines of which none is an object are refused, a single one is taken for a torn row', () => {
  expect(() => detect("{'a':1}\n{'a':2}\n")).toThrow('none of its first lines is a JSON object: line 1 is "{\'a\':1}"');
  expect(() => detect("{'a':1}\n{'a':2}\n")).toThrow(FileRefused);
  expect(detect("{'a':1}\n\n")).toBe('lines');
});

test('a line that our reading cuts off counts neither way', () => {
  const long = `{'a':'${'x'.repeat(headBytes)}`;
  expect(detect(Buffer.from(`{'a':1}\n${long}`).subarray(0, headBytes))).toBe('lines');
  expect(() => detect(Buffer.from(`{'a':1}\n${long}`).subarray(0, headBytes - 1))).toThrow(FileRefused);
});

test('a page of rows that is longer than what is looked at is refused at once', () => {
  const page = `{"data":[{"transaction_id":"t","amount":1},{"transaction_id":`;
  expect(() => detect(page)).toThrow('line 1 is no row: its rows stand under "data"');
  expect(() => detect(`\n ${page}`)).toThrow('line 1 is no row');
  expect(detect('{"transaction_id":"t","amount":')).toBe('lines');
});
