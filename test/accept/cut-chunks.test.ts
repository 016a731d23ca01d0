import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, onTestFinished, test } from 'vitest';
import { findContract } from '../../lib/datasets/find-contract.ts';
import { findFeed } from '../../lib/datasets/find-feed.ts';
import type { Feed } from '../../lib/feeds/feed.ts';
import { checkFile } from '../../lib/stages/accept/check-file.ts';
import { cutChunks, maxLines, type Piece, type ReadOptions, readPieces } from '../../lib/stages/accept/cut-chunks.ts';
import { FileRefused } from '../../lib/stages/accept/file-refused.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { cutAt } from './cut-at.ts';

/** What reading a file said beside its rows. */
type Told = { notices: unknown[]; header: unknown; leftOut: string[] };

function listen(chunkBytes: number): { options: ReadOptions; told: Told } {
  const told: Told = { notices: [], header: undefined, leftOut: [] };
  const options = {
    chunkBytes,
    notice: (...notice: unknown[]): void => void told.notices.push(notice),
    header: (names: readonly string[]): void => {
      told.header = names;
    },
    leaveOut: (reason: string): void => void told.leftOut.push(reason),
  };
  return { options, told };
}

async function read(
  feed: Feed,
  text: string | Buffer,
  chunkBytes = 1024 * 1024,
  contract = findContract(feed.dataset),
): Promise<{ pieces: (Omit<Piece, 'bytes'> & { texts: string[] })[] } & Told> {
  const { options, told } = listen(chunkBytes);
  const sender = { contract, feed };
  const pieces = [];
  for await (const { bytes, ...piece } of readPieces(sender, 'day', cutAt(Buffer.from(text), [100]), options))
    pieces.push({ ...piece, texts: bytes.toString().split('\n') });
  return { pieces, ...told };
}

const native = findFeed('transactions');
const cards = findFeed('purchase-cards');
const header = [
  ...['TRANS DATE', 'TRANS VAT DESC', 'ORIGINAL GROSS AMT', 'MERCHANT NAME', 'CARD NUMBER'],
  ...['TRANS CAC CODE 1', 'TRANS CAC CODE 2', 'TRANS CAC CODE 3'],
];
const card = (merchant: string, code = 'K020'): string => `29/04/14,VR,52.32,${merchant},***5770,${code},RV12N,A00`;

test('native documents are handed on as they stand, with where they stand and which need a close look', async () => {
  const lines = ['{"a":1}', '{"a":[1]}', '{"a":2}', '{"a":{"b":1}}'];
  const { pieces, notices, header: names } = await read(native, lines.join('\n'));
  expect(pieces).toEqual([{ documents: 'native', startLine: 1, lines: 4, suspects: [2, 4], texts: lines }]);
  expect([notices, names]).toEqual([[], undefined]);
});

test('a native file comes in pieces, each of which says on which line it begins; suspects count from there', async () => {
  const lines = Array.from({ length: 40 }, (_, at) => `{"at":${at === 30 ? '[1]' : 100 + at}}`);
  const { pieces } = await read(native, lines.join('\n'), 120);
  expect(pieces.length).toBeGreaterThan(1);
  expect(pieces.flatMap(({ texts }) => texts).filter((line) => line !== '')).toEqual(lines);
  const suspects = pieces.flatMap((piece) => piece.suspects.map((line) => piece.startLine + line - 1));
  expect(suspects).toEqual([31]);
  let next = 1;
  for (const { startLine, lines: count } of pieces) {
    expect(startLine).toBe(next);
    next += count;
  }
});

test('of an array elements are counted, and told by their ordinal', async () => {
  const { pieces } = await read(native, '[{"a":1},\n{"a":2}]');
  expect(pieces).toMatchObject([{ documents: 'native', startLine: 1, lines: 2 }]);
  const page = '{"data":[{"transaction_id":"t","amount":1}]}';
  await expect(read(native, `[{"transaction_id":"t"},${page}]`)).rejects.toThrow('element 2 is no row');
  await expect(read(native, `{"transaction_id":"t"}\n${page}`)).rejects.toThrow('line 2 is no row');
});

test('a piece has so many lines at most, however short they are', async () => {
  const { pieces } = await read(native, `${'1\n'.repeat(maxLines)}{}`.replace('1', '{}'), 16 * 1024 * 1024);
  expect(pieces.map(({ startLine, lines }) => [startLine, lines])).toEqual([
    [1, maxLines],
    [maxLines + 1, 1],
  ]);
});

test('mapped records carry their lines; the header, unknown columns and words without a meaning are told', async () => {
  const text = [[...header, 'Extra'].join(','), `${card('one')},x`, '', card('two', 'nonsense'), ',,,,,,,', ''].join(
    '\n',
  );
  const { pieces, notices, header: names, leftOut } = await read(cards, text);
  expect(pieces).toHaveLength(1);
  expect(pieces[0]).toMatchObject({ documents: 'mapped', lines: 2, startLine: 1, suspects: [] });
  const documents = (pieces[0]?.texts ?? []).map((line) => JSON.parse(line));
  expect(documents.map(({ line, lines, fields }) => [line, lines, fields.merchant_name])).toEqual([
    [2, 1, 'one'],
    [4, 1, 'two'],
  ]);
  expect(Object.keys(documents[0])).toEqual([
    ...['line', 'lines', 'raw', 'content', 'malformed', 'cardNumber', 'fields'],
  ]);
  expect(new Set(names as string[])).toEqual(new Set([...header, 'Extra']));
  expect(notices).toContainEqual(['unknown_column', 'Extra', 1]);
  expect(leftOut).toEqual(['blank']);
});

test('a word without a meaning is told with its column and line', async () => {
  const text = `${header.join(',')},TRANS CAC DESC 1\n${card('one')},Books\n${card('two')},Nothing known\n`;
  const { notices } = await read(cards, text);
  const words = notices.filter((notice) => Array.isArray(notice) && notice[0] === 'unmapped_category');
  for (const word of words)
    expect(word).toEqual(['unmapped_category', expect.any(String), expect.any(Number), expect.any(String)]);
  expect(words).toContainEqual(['unmapped_category', 'Nothing known', 3, 'TRANS CAC DESC 1']);
});

test('mapped records come in pieces of about so many bytes', async () => {
  const text = `${header.join(',')}\n${Array.from({ length: 8 }, (_, at) => card(`shop ${at}`)).join('\n')}\n`;
  const whole = await read(cards, text);
  expect(whole.pieces.map(({ lines }) => lines)).toEqual([8]);
  const length = whole.pieces[0]?.texts[0]?.length ?? 0;
  expect((await read(cards, text, length)).pieces.map(({ lines }) => lines)).toEqual(
    Array.from({ length: 8 }, () => 1),
  );
  expect((await read(cards, text, length + 1)).pieces.map(({ lines }) => lines)).toEqual([2, 2, 2, 2]);
  const texts = (await read(cards, text, 3 * length)).pieces.flatMap((piece) => piece.texts);
  expect(texts).toEqual(whole.pieces[0]?.texts);
});

test('a packed file is unpacked; one in two bytes a character is refused for what it is', async () => {
  expect((await read(native, gzipSync('{"a":1}'))).pieces).toMatchObject([{ texts: ['{"a":1}'] }]);
  await expect(read(native, Buffer.from('{"a":1}\n{"a":2}\n', 'utf16le'))).rejects.toThrow('UTF-16');
});

/** Delimited text of a sound row with some changes. */
const delimited = (changes: Record<string, string>): string => {
  const row: Record<string, unknown> = { ...nativeRow(), ...changes };
  const cell = (value: unknown): string => `"${String(value ?? '').replaceAll('"', '""')}"`;
  return `${Object.keys(row).join(',')}\n${Object.values(row).map(cell).join(',')}\n`;
};
const fieldsOf = (texts: readonly string[] = []): Record<string, unknown>[] =>
  texts.map((text) => JSON.parse(text).fields);

test('of a native delimited file the words for nothing are nothing', async () => {
  const text = delimited({ merchant_name: '-' });
  const shape = { form: 'native', nullWords: ['-'] } as const;
  const [words, none] = [await read({ ...native, shape }, text), await read(native, text)];
  expect(words.pieces.map(({ documents }) => documents)).toEqual(['mapped']);
  expect(fieldsOf(words.pieces[0]?.texts)[0]?.merchant_name).toBeNull();
  expect(fieldsOf(none.pieces[0]?.texts)[0]?.merchant_name).toBe('-');
});

test('documents of a feed of JSON are mapped by its paths', async () => {
  const columns = { transaction_id: { from: 'id' } };
  const feed: Feed = { ...native, shape: { form: 'json', header: ['id'], columns } };
  const { pieces, header: names } = await read(feed, '{"id":"a"}\n{"id":"b"}');
  expect(pieces).toMatchObject([{ documents: 'mapped', lines: 2 }]);
  expect(fieldsOf(pieces[0]?.texts)).toEqual([{ transaction_id: 'a' }, { transaction_id: 'b' }]);
  expect(names).toEqual([]);
});

test('a piece of mapped records has so many at most, however short they are', async () => {
  const columns = { transaction_id: { from: 'id' } };
  const feed: Feed = { ...native, shape: { form: 'json', header: ['id'], columns } };
  const { pieces } = await read(feed, '{"id":1}\n'.repeat(maxLines + 1), 64 * 1024 * 1024);
  expect(pieces.map(({ lines }) => lines)).toEqual([maxLines, 1]);
});

test('a column that holds documents is one in either form: a nested object there needs no close look', async () => {
  const transactions = findContract('transactions');
  const said = { name: 'said', type: { kind: 'json', maxBytes: 99 }, required: false } as const;
  const described = { ...said, classification: 'business', description: '' } as const;
  const contract = { ...transactions, columns: [...transactions.columns, described] };
  const row = '{"said":{"a":1}}';
  expect((await read(native, row, undefined, contract)).pieces[0]?.suspects).toEqual([]);
  expect((await read(native, row)).pieces[0]?.suspects).toEqual([1]);
  const { pieces } = await read(native, delimited({ said: '{"a":1}' }), undefined, contract);
  expect(fieldsOf(pieces[0]?.texts)[0]?.said).toEqual({ a: 1 });
});

test('a file without a record makes no piece', async () => {
  expect((await read(cards, `${header.join(',')}\n`)).pieces).toEqual([]);
  expect((await read(native, '')).pieces).toEqual([]);
});

test('what is refused names the file in its remedy; what else goes wrong is told as it is', async () => {
  await expect(read(cards, `x\n${header.join(',')}\n`)).rejects.toMatchObject({ name: 'FileRefused' });
  const ended = `${header.join(',')}\r${card('one')}\r`;
  await expect(read(cards, ended)).rejects.toMatchObject({ remedy: expect.stringContaining('< day > day.lf') });
  const { options } = listen(1000);
  async function* broken(): AsyncGenerator<Buffer> {
    yield Buffer.from('{"a":1}\n');
    throw new Error('connection reset');
  }
  const sender = { contract: findContract('transactions'), feed: native };
  const reading = async (): Promise<void> => {
    for await (const _piece of readPieces(sender, 'day', broken(), options));
  };
  await expect(reading()).rejects.toThrow(/^connection reset$/);
});

test('each piece is a file on disk, under the path it was given', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'paylake-chunks-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const { options } = listen(120);
  let at = 0;
  const nextPath = (): string => join(folder, `${at++}.ndjson`);
  const lines = Array.from({ length: 20 }, (_, row) => `{"row":${100 + row}}`);
  const sender = { contract: findContract('transactions'), feed: native };
  const chunks = [];
  const texts: string[] = [];
  const source = cutAt(Buffer.from(lines.join('\n')), [100, 200]);
  for await (const chunk of cutChunks(sender, 'key', source, { ...options, nextPath })) {
    chunks.push(chunk);
    const bytes = await readFile(chunk.path);
    expect(chunk.bytes).toBe(bytes.length);
    texts.push(...bytes.toString().split('\n'));
  }
  expect(chunks.length).toBeGreaterThan(1);
  expect(chunks.map(({ path }) => path)).toEqual(chunks.map((_, number) => join(folder, `${number}.ndjson`)));
  for (const { file, documents } of chunks) expect([file, documents]).toEqual(['key', 'native']);
  expect(texts.filter((line) => line !== '')).toEqual(lines);
});

test('landing reads a file through as accepting would', async () => {
  await checkFile(native, 'day', cutAt(Buffer.from(toNdjson([nativeRow()])), []));
  await expect(checkFile(cards, 'day', cutAt(Buffer.from('a,b\n1,2\n'), []))).rejects.toThrow(FileRefused);
});
