import { expect, test } from 'vitest';
import type { DelimitedShape } from '../../lib/feeds/feed.ts';
import { decodeText } from '../../lib/stages/accept/decode-text.ts';
import { FileRefused } from '../../lib/stages/accept/file-refused.ts';
import { readRecords, type SourceRecord } from '../../lib/stages/accept/read-records.ts';
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
  expect((await read(text)).map(({ raw }) => raw).slice(1)).toEqual(['1,2,"secret', '1,2,x,secret']);
});
