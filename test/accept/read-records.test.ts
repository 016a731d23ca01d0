import { expect, test } from 'vitest';
import type { DelimitedShape } from '../../lib/feeds/feed.ts';
import type { Header } from '../../lib/feeds/read-header.ts';
import { decodeText } from '../../lib/stages/accept/decode-text.ts';
import { FileRefused } from '../../lib/stages/accept/file-refused.ts';
import { hiddenText, readRecords, type SourceRecord } from '../../lib/stages/accept/read-records.ts';
import { cutAt } from './cut-at.ts';

const shape: DelimitedShape = {
  form: 'csv',
  header: ['id', 'amount', { name: 'note', required: false }],
  columns: { transaction_id: { from: 'id' }, amount: { from: 'amount' }, merchant_name: { from: 'note' } },
};

async function read(text: Buffer | string, format: Partial<DelimitedShape> = {}): Promise<SourceRecord[]> {
  const declared = { ...shape, ...format };
  const explain = (): FileRefused => new FileRefused('no header', '');
  const source = decodeText(cutAt(Buffer.from(text), Array.from(Buffer.from(text).keys())), declared.encoding);
  const { records } = await readRecords(source, declared, explain);
  const found: SourceRecord[] = [];
  for await (const some of records) found.push(...some);
  return found;
}

const told = (records: readonly SourceRecord[]): unknown[] =>
  records.map(({ line, fields, leftOut, malformed }) => [
    line,
    malformed ? 'malformed' : (leftOut ?? Object.values(fields)),
  ]);

test('a table ends at its footer: what follows is left out, whatever it is, and blank records stay blank ones', async () => {
  const text = 'id,amount,note\n1,2,total of x\n,,\n\nTOTAL: 1,2\n3,4\n,,\n5,"open\n';
  const footer = { column: 'id', startsWith: ['sum', 'Total'] };
  expect(told(await read(text, { footer }))).toEqual([
    [2, ['1', '2', 'total of x']],
    [3, 'blank'],
    [5, 'footer'],
    [6, 'footer'],
    [7, 'blank'],
    [8, 'malformed'],
  ]);
  expect((await read(text, { footer })).at(-1)?.leftOut).toBe('footer');
  expect(told(await read(text)).slice(2, 4)).toEqual([
    [5, ['TOTAL: 1', '2', null]],
    [6, ['3', '4', null]],
  ]);
});

test('a file without a header has the declared columns in order', async () => {
  expect(told(await read('1,2,x\n3,4\n5,6,7,8\n9,8,"1\n2"', { headerless: true }))).toEqual([
    [1, ['1', '2', 'x']],
    [2, ['3', '4', null]],
    [3, 'malformed'],
    [4, ['9', '8', '1\n2']],
  ]);
});

test('lines above the header are skipped as lines, and count', async () => {
  expect(told(await read('"Cards\nid,amount\n1,2\n', { skipLines: 1 }))).toEqual([[3, ['1', '2', null]]]);
  await expect(read('id,amount\n1,2\n', { skipLines: 1 })).rejects.toThrow('no header');
});

test.each([
  ['windows-1252', Buffer.from('id,amount,note\n1,2,Caf\xe9 \x80\n', 'latin1'), 'Café €'],
  ['euc-kr', Buffer.concat([Buffer.from('id,amount,note\n1,2,'), Buffer.from('c4abc6e420b0a1', 'hex')]), '카페 가'],
  ['shift_jis', Buffer.concat([Buffer.from('id,amount,note\r\n1,2,'), Buffer.from('835c', 'hex')]), 'ソ'],
  [
    'utf-16le',
    Buffer.from('\ufeffid,amount,note\r\n1,2,Ċ한😀\u0a41\u0100\u0a41\r\n', 'utf16le'),
    'Ċ한😀\u0a41\u0100\u0a41',
  ],
  [
    'utf-16be',
    Buffer.from('\ufeffid,amount,note\n1,2,Ċ한\u0100\u0a41\u0100\n', 'utf16le').swap16(),
    'Ċ한\u0100\u0a41\u0100',
  ],
])('%s, declared, is read, however the stream is cut', async (encoding, bytes, name) => {
  expect(told(await read(bytes, { encoding }))).toEqual([[2, ['1', '2', name]]]);
});

test.each([
  ['euc-kr', Buffer.from('id,amount,note\n1,2,\xc4\n3,4,x\n', 'latin1'), 'line 2 is not euc-kr'],
  ['shift_jis', Buffer.from('id,amount,note\n1,2,x\n3,4,\x80\xff\n', 'latin1'), 'line 3 is not shift_jis'],
  [
    'utf-16le',
    Buffer.concat([Buffer.from('id,amount\n', 'utf16le'), Buffer.from('00d8410042', 'hex')]),
    'line 2 is not utf-16le',
  ],
])('a byte that is no %s refuses the file by its line', async (encoding, bytes, reason) => {
  await expect(read(bytes, { encoding })).rejects.toThrow(reason);
});

test('where columns are hidden, the text of a row whose columns cannot be told apart is not kept', async () => {
  const text = 'id,amount,note\n1,2,secret\n1,2,"secret\n1,2,x,secret\n';
  const raws = (await read(text, { drop: ['note'] })).map(({ raw }) => raw);
  expect(raws.join('\n')).not.toContain('secret');
  expect(raws[2]).toBe('(not kept: the feed hides columns, and which these are cannot be told)');
  expect((await read(text)).map(({ raw }) => raw).slice(1)).toEqual(['1,2,"secret', '1,2,x,secret']);
});

test('a card number is masked in the text of a row, good or bad or left out, and said of it', async () => {
  const card = '4111111111111111';
  const found = await read(`id,amount,note\n1,2,${card}\n1,2,x,${card}\n${card},,\n1,2,x\n`, {
    footer: { column: 'id', startsWith: ['4111'] },
  });
  const masked = '411111••••••1111';
  expect(found.map(({ raw, cardNumber, malformed, leftOut }) => [raw, cardNumber, malformed, leftOut])).toEqual([
    [`1,2,${masked}`, true, false, null],
    [`1,2,x,${masked}`, true, true, null],
    [`${masked},,`, true, false, 'footer'],
    ['1,2,x', false, false, 'footer'],
  ]);
});

test('a record says how many lines it spans, and a row may end before the columns that it does not need', async () => {
  const found = await read('id,amount,note\n1,2\n3,4,"a\nb"\n5\n');
  expect(found.map(({ line, lines, fields }) => [line, lines, Object.values(fields)])).toEqual([
    [2, 1, ['1', '2', null]],
    [3, 2, ['3', '4', 'a\nb']],
    [5, 1, ['5', null, null]],
  ]);
});

test('what a row needs for its required columns tells whether a quote has swallowed one', async () => {
  // Both lines have what a row needs: id and amount.
  expect(told(await read('id,amount,note\n1,2,"x\n3,4"\n'))).toEqual([
    [2, 'malformed'],
    [3, ['3', '4"', null]],
  ]);
  // The first has no amount: the text goes on.
  expect(told(await read('id,note,amount\n1,"x\n3,4",5\n'))).toEqual([[2, ['1', '5', 'x\n3,4']]]);
});

test('a record may be blank where none of its cells says anything, and a text of blanks is none', async () => {
  expect(told(await read('id,amount,note\n ,\u00a0,\t\n ,,x\n'))).toEqual([
    [2, 'blank'],
    [3, [null, null, 'x']],
  ]);
});

test('a footer is told by its column, in any case and trimmed; of a column that is not there by none', async () => {
  const text = 'id,amount\n1,2\n x,sum of all\n3,4\n';
  const ends = async (column: string): Promise<unknown[]> =>
    (await read(text, { footer: { column, startsWith: ['SUM'] } })).map(({ leftOut }) => leftOut);
  expect(await ends('amount')).toEqual([null, 'footer', 'footer']);
  expect(await ends('id')).toEqual([null, null, null]);
  expect(await ends('note')).toEqual([null, null, null]);
});

test('the header is told as it was read; a file with nothing behind it has no records', async () => {
  const explain = (): FileRefused => new FileRefused('no header', '');
  const open = (text: string) => readRecords(cutAt(Buffer.from(text), []), shape, explain);
  const { header, records } = await open(' ID ,Amount,other\n');
  expect(header).toMatchObject({ names: ['ID', 'Amount', 'other'], width: 3, missing: [], unknown: ['other'] });
  expect([...header.index]).toEqual([
    ['id', 0],
    ['amount', 1],
  ]);
  const batches: unknown[] = [];
  for await (const some of records) batches.push(...some);
  expect(batches).toEqual([]);
});

test.each([
  ['without a required column', 'id,note\n1,x\n', ['amount']],
  ['without anything', '', ['id', 'amount']],
  ['of blank lines', '\n\n', ['id', 'amount']],
  ['whose lines end in CR alone', 'id,amount\r1,2\r3,4\r', ['amount']],
  ['whose first line ends so', 'id,amount,x\r1,2\n3,4\n', []],
])('a file %s is refused by what its header says', async (_, text, missing) => {
  const told: unknown[] = [];
  const explain = (header: Header): FileRefused => {
    told.push(header.missing);
    if (text.trim() === '') expect(header).toMatchObject({ names: [], unknown: [] });
    return new FileRefused('no header', '');
  };
  await expect(readRecords(cutAt(Buffer.from(text), []), shape, explain)).rejects.toThrow('no header');
  expect(told).toEqual([missing]);
});

test('a header is found behind more blank lines than are read at once', async () => {
  const explain = (): FileRefused => new FileRefused('no header', '');
  const source = cutAt(Buffer.from(`${'\n'.repeat(1_100_000)}id,amount\n1,2\n`), [1_090_000]);
  const { records } = await readRecords(source, shape, explain);
  const found: SourceRecord[] = [];
  for await (const some of records) found.push(...some);
  expect(told(found)).toEqual([[1_100_002, ['1', '2', null]]]);
});

test('a file without a header and without anything has no records', async () => {
  expect(await read('', { headerless: true })).toEqual([]);
});

test('of what is no row nothing is mapped', async () => {
  const found = await read('id,amount,note\n1,2,x,y\n ,,\nsum,2\n', { footer: { column: 'id', startsWith: ['sum'] } });
  expect(found.map(({ fields, content }) => [fields, content])).toEqual([
    [{}, null],
    [{}, null],
    [{}, null],
  ]);
});

test('a header whose lines end in CR and LF is one', async () => {
  expect(told(await read('id,amount\r\n1,2\r\n'))).toEqual([[2, ['1', '2', null]]]);
  expect(told(await read('id,amount,"a\r\nb"\r\n1,2\r\n'))).toEqual([[3, ['1', '2', null]]]);
});

test('a CR alone in a row of a file without a header is text', async () => {
  expect(told(await read('1,2,a\rb\n', { headerless: true }))).toEqual([[1, ['1', '2', 'a\rb']]]);
});

test('what a feed leaves out is told by its words', async () => {
  const leaveOut = [{ column: 'note', is: ['payout'] }];
  expect(told(await read('id,amount,note\n1,2,payout\n3,4,x\n', { leaveOut }))).toEqual([
    [2, 'note is payout'],
    [3, ['3', '4', 'x']],
  ]);
});

test('where columns are hidden, what is said of a row is said of what is kept of it', async () => {
  const card = '4111111111111111';
  const found = await read(`id,amount,note\n1,2,${card}\n1,"${card}\n`, { drop: ['note'] });
  expect(found.map(({ raw, cardNumber }) => [raw, cardNumber])).toEqual([
    ['1,2,', false],
    [hiddenText, false],
  ]);
});
