import { createReadStream } from 'node:fs';
import { mkdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { TextDecoder } from '@exodus/bytes/encoding.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findContract } from '../../lib/datasets/find-contract.ts';
import { findFeed } from '../../lib/datasets/find-feed.ts';
import type { Feed } from '../../lib/feeds/feed.ts';
import { listObjects } from '../../lib/lake/objects.ts';
import { type Landing, landFiles } from '../../lib/operate/landing/land-files.ts';
import { readPieces } from '../../lib/stages/accept/cut-chunks.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';
import { writeFiles } from '../end-to-end/card-files.ts';
import { koreanCards } from '../feeds/partners/korean-cards.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { testFolder } from './paylake.ts';

let endpoint: ScratchEndpoint;
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
});
afterAll(() => endpoint.remove());

let day = 0;
/** An ingest date nobody has landed anything under. */
const newDate = (): string => new Date(Date.UTC(2020, 0, ++day)).toISOString().slice(0, 10);

type Landed = Landing & { notices: string[]; date: string };

async function land(inputs: string[], ingestDate = newDate(), feed = findFeed('transactions')): Promise<Landed> {
  const bucket = { s3: endpoint.client, name: endpoint.bucket };
  const notices: string[] = [];
  const options = { ingestDate, accepted: undefined, notice: (text: string) => void notices.push(text) };
  const landing = await landFiles({ bronze: bucket, silver: bucket }, feed, inputs, options);
  return { ...landing, notices, date: ingestDate };
}

async function namesOf(date: string): Promise<string[]> {
  const prefix = `transactions/ingest_date=${date}/`;
  const found = await listObjects({ s3: endpoint.client, name: endpoint.bucket }, prefix);
  return found.map(({ key }) => key.slice(prefix.length));
}
const stored = (date: string, name: string): Promise<Buffer> =>
  readFile(endpoint.file(`transactions/ingest_date=${date}/${name}`));

const columns = Object.keys(nativeRow({ version: 1, merchant_name: '' }));
/** A native file of one row. */
const csvOf = (changes: Record<string, unknown> = {}): string => {
  const row: Record<string, unknown> = { version: 1, merchant_name: 'shop', ...nativeRow(changes) };
  return `${columns.join(',')}\n${columns.map((name) => row[name]).join(',')}\n`;
};

describe('a folder', () => {
  test('is landed with all below it, links followed; what is no data is named and left out', async () => {
    const outside = await writeFiles(await testFolder(), { 'part-2.csv': csvOf(), 'deep/part-3.csv': csvOf() });
    const folder = await writeFiles(await testFolder(), {
      'part-10.csv': csvOf(),
      'part-9.csv': csvOf(),
      'mcc=5411/part-9.csv': csvOf(),
      _SUCCESS: '',
      '.part-9.csv.crc': 'x',
      'part-9.csv.crc': 'x',
      _committed_123: '{}',
      '.DS_Store': 'x',
      'Thumbs.db': 'x',
      '~$book.xlsx': 'x',
      '.~lock.part-9.csv#': 'x',
      '.git/config': 'x',
      'mcc=5812/empty.csv': '',
      'nothing.csv.gz': gzipSync(''),
      'part-11.csv.filepart': csvOf(),
    });
    await symlink(join(outside, 'part-2.csv'), join(folder, 'part-2.csv'));
    await symlink(join(outside, 'deep'), join(folder, 'linked'));
    await symlink(folder, join(folder, 'mcc=5411', 'round'));
    const { landed, known, refused, notices, date } = await land([folder]);
    expect({ landed, known, refused }).toEqual({ landed: 5, known: 0, refused: [] });
    expect(await namesOf(date)).toEqual([
      'linked/part-3.csv',
      'mcc=5411/part-9.csv',
      'part-10.csv',
      'part-2.csv',
      'part-9.csv',
    ]);
    const told = notices.join('\n');
    for (const name of ['_SUCCESS', '.part-9.csv.crc', 'part-9.csv.crc', '_committed_123', '.DS_Store', 'Thumbs.db'])
      expect(told).toContain(join(folder, name));
    for (const name of ['~$book.xlsx', '.~lock.part-9.csv#', '.git', 'mcc=5812/empty.csv', 'nothing.csv.gz'])
      expect(told).toContain(join(folder, name));
    expect(told).toContain('part-11.csv.filepart');
    expect(told).toMatch(/the same as .*mcc=5411\/round/s);
    expect(told).toContain('reading 6 files');
  });

  test('landed again, or more of it, is a no-op for what is there', async () => {
    const folder = await writeFiles(await testFolder(), { 'a/x.csv': csvOf(), 'x.csv': csvOf({ amount: '2.00' }) });
    const { date } = await land([folder]);
    await writeFiles(folder, { 'b/x.csv': csvOf({ amount: '3.00' }) });
    expect(await land([folder], date)).toMatchObject({ landed: 1, known: 2 });
    expect(await namesOf(date)).toEqual(['a/x.csv', 'b/x.csv', 'x.csv']);
  });

  test('names of 255 bytes land whole, also two that end alike', async () => {
    const long = '가맹점정산자료최종본'.repeat(9);
    const names = ['서울', '부산']
      .map((city) => `${city}${long}`.slice(0, 83).padEnd(83, '끝'))
      .map((name) => `${name}00.csv`);
    for (const name of names) expect(Buffer.byteLength(name)).toBe(255);
    const folder = await writeFiles(await testFolder(), Object.fromEntries(names.map((name) => [name, csvOf()])));
    const { date } = await land([folder]);
    expect((await namesOf(date)).sort()).toEqual([...names].sort());
  });

  test('a name is the same however its accents are written', async () => {
    const { date } = await land([await writeFiles(await testFolder(), { ['서울.csv'.normalize('NFD')]: csvOf() })]);
    expect(await land([await writeFiles(await testFolder(), { '서울.csv': csvOf() })], date)).toMatchObject({
      known: 1,
    });
    expect(await namesOf(date)).toEqual(['서울.csv']);
  });
});

describe('refused by name, and nothing lands', () => {
  test('a link to nothing', async () => {
    const folder = await writeFiles(await testFolder(), { 'a.csv': csvOf() });
    await symlink(join(folder, 'gone.csv'), join(folder, 'b.csv'));
    await expect(land([folder])).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringMatching(/b\.csv .*link to nothing/),
    });
  });

  test('two inputs whose files would have one name', async () => {
    const one = await writeFiles(await testFolder(), { 'a.csv': csvOf() });
    const other = await writeFiles(await testFolder(), { 'a.csv': csvOf() });
    const both = expect.stringMatching(new RegExp(`${join(one, 'a.csv')}.*${join(other, 'a.csv')}`));
    await expect(land([one, other])).rejects.toMatchObject({ kind: 'usage', message: both });
  });

  test('a folder of nothing but markers and empty files', async () => {
    const folder = await writeFiles(await testFolder(), { _SUCCESS: '', 'a.csv': '', 'b.csv.gz': gzipSync('') });
    const named = expect.stringMatching(/_SUCCESS \(marker\).*a\.csv \(empty\)/);
    await expect(land([join(folder, '_SUCCESS'), join(folder, 'a.csv')])).rejects.toMatchObject({
      kind: 'usage',
      message: named,
    });
    await expect(land([folder])).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('b.csv.gz (empty)'),
    });
  });

  test('what is no file', async () => {
    await expect(land(['/dev/null'])).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('/dev/null'),
    });
  });

  test('a name with a card number, also of a sub-folder, which is not repeated', async () => {
    const folder = await writeFiles(await testFolder(), { '4111111111111111/a.csv': csvOf() });
    const refusal = expect.objectContaining({ kind: 'usage', message: expect.stringContaining('411111••••••1111') });
    await expect(land([folder])).rejects.toEqual(refusal);
  });
});

describe('content is what is unpacked', () => {
  const text = csvOf();
  const later = (): Buffer => {
    const packed = gzipSync(text, { level: 1 });
    packed.writeUInt32LE(1_700_000_000, 4);
    return packed;
  };

  test.each([
    ['gzip of another day and level', gzipSync(text), later()],
    ['gzip of two members', gzipSync(text), Buffer.concat([gzipSync(text.slice(0, 9)), gzipSync(text.slice(9))])],
    ['zstd instead of gzip', gzipSync(text), zstdCompressSync(text)],
    ['not packed at all', zstdCompressSync(text), Buffer.from(text)],
  ])('%s is the same content: a no-op', async (_, before, after) => {
    const folder = await writeFiles(await testFolder(), { 'day.csv.gz': before });
    const { date } = await land([folder]);
    await writeFiles(folder, { 'day.csv.gz': after });
    expect(await land([folder], date)).toMatchObject({ landed: 0, known: 1 });
    expect((await stored(date, 'day.csv.gz')).equals(before)).toBe(true);
  });

  test('other content in the same packing is refused', async () => {
    const folder = await writeFiles(await testFolder(), { 'day.csv.gz': gzipSync(text) });
    const { date } = await land([folder]);
    await writeFiles(folder, { 'day.csv.gz': gzipSync(csvOf({ amount: '11.00' })) });
    await expect(land([folder], date)).rejects.toMatchObject({
      kind: 'usage',
      message: expect.stringContaining('day.csv.gz'),
    });
  });

  test('of an object that somebody else put there it is read', async () => {
    const date = newDate();
    const file = endpoint.file(`transactions/ingest_date=${date}/day.csv.gz`);
    await mkdir(join(file, '..'), { recursive: true });
    await writeFile(file, later());
    const folder = await writeFiles(await testFolder(), { 'day.csv.gz': zstdCompressSync(text) });
    expect(await land([folder], date)).toMatchObject({ landed: 0, known: 1 });
    await writeFiles(folder, { 'day.csv.gz': gzipSync(csvOf({ amount: '11.00' })) });
    await expect(land([folder], date)).rejects.toMatchObject({ kind: 'usage' });
  });
});

/** ASCII and the header of the Korean feed, in an encoding. */
async function encode(text: string, encoding: string): Promise<Buffer> {
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le');
  const characters = [...new Set(text)].filter((character) => character > '\x7f');
  const known = new Map(characters.map((character) => [character, findBytes(character, encoding)]));
  return Buffer.concat([...text].map((character) => known.get(character) ?? Buffer.from(character)));
}

function findBytes(character: string, encoding: string): Buffer {
  const decoder = new TextDecoder(encoding);
  for (let code = 0x8140; code < 0xfeff; code++) {
    const bytes = Buffer.of(code >> 8, code & 255);
    if (decoder.decode(bytes) === character) return bytes;
  }
  throw new Error(`${encoding} has no ${character}`);
}

/** Rows with a card number that the product's own reading finds in a file. */
async function acceptedNumbers(feed: Feed, file: string): Promise<number> {
  const sender = { contract: findContract(feed.dataset), feed };
  let found = 0;
  const options = { chunkBytes: 1_000_000, notice: () => {}, header: () => {}, leaveOut: () => {} };
  for await (const { bytes } of readPieces(sender, file, createReadStream(file), options))
    found += bytes.toString().split('"cardNumber":true').length - 1;
  return found;
}

describe('card numbers', () => {
  const number = '4532015112830366';
  const mask = '453201••••••0366';
  const csv = csvOf({ merchant_name: `pay ${number}` });
  const ndjson = toNdjson([nativeRow({ memo: number }), nativeRow({ memo: Number(number) })]);
  const escaped = ndjson.replace(`"${number}"`, `"\\u0034\\u0035${number.slice(2)}"`);

  test.each<[string, string, string | Buffer, (bytes: Buffer) => string, string]>([
    ['csv', 'a.csv', csv, String, csv.replace(number, mask)],
    ['gzip', 'a.csv.gz', gzipSync(csv), (bytes) => gunzipSync(bytes).toString(), csv.replace(number, mask)],
    [
      'zstd',
      'a.zst',
      zstdCompressSync(ndjson),
      (bytes) => zstdDecompressSync(bytes).toString(),
      ndjson.replace(number, mask).replace(number, `"${mask}"`),
    ],
    [
      'escaped',
      'a.ndjson',
      escaped,
      String,
      escaped.replace(number.slice(2), mask.slice(2)).replace(number, `"${mask}"`),
    ],
    [
      'an array',
      'a.json',
      JSON.stringify([nativeRow({ memo: number })]),
      String,
      JSON.stringify([nativeRow({ memo: mask })]),
    ],
  ])('are masked on their way in, the rest stays as it was: %s', async (_, name, content, unpack, wanted) => {
    const folder = await writeFiles(await testFolder(), { [name]: content });
    const { date, notices, landed } = await land([folder]);
    expect(landed).toBe(1);
    expect(unpack(await stored(date, name))).toBe(wanted);
    expect(notices.join('\n')).toMatch(new RegExp(`${name}: [12] card numbers? masked`));
    // The same again, and what was landed given back as a file, are the same content.
    expect(await land([folder], date)).toMatchObject({ landed: 0, known: 1 });
    const back = await writeFiles(await testFolder(), { [name]: await stored(date, name) });
    expect(await land([back], date)).toMatchObject({ landed: 0, known: 1 });
  });

  test.each([
    ['euc-kr', koreanCards, '＊'],
    [
      'a native feed in Shift_JIS',
      { ...findFeed('transactions'), shape: { form: 'native', encoding: 'shift_jis' } } as Feed,
      '＊',
    ],
    [
      'a native feed in UTF-16',
      { ...findFeed('transactions'), shape: { form: 'native', encoding: 'utf-16le' } } as Feed,
      '•',
    ],
  ])('are masked in the encoding that the feed declares: %s', async (_, feed, character) => {
    const encoding = feed.shape.encoding ?? '';
    const [header, line] =
      encoding === 'euc-kr'
        ? [
            '승인일자,승인시각,승인번호,카드번호,고객번호,가맹점번호,가맹점명,업종,구분,거래금액',
            `20250901,101500,A00000001,${number},C1,M1,서울,서점,승인,1000`,
          ]
        : csv.split('\n');
    const text = `${header}\n${line}\n`;
    const bytes = await encode(text, encoding);
    const folder = await writeFiles(await testFolder(), { 'a.csv': bytes });
    const { date, landed } = await land([folder], newDate(), feed);
    expect(landed).toBe(1);
    const file = endpoint.file(`${feed.name}/ingest_date=${date}/a.csv`);
    expect(new TextDecoder(encoding).decode(await readFile(file))).toBe(
      text.replace(number, mask.replaceAll('•', character)),
    );
    // Whoever reads the file finds the masked number.
    expect(await acceptedNumbers(feed, file)).toBe(1);
  });

  test('a file without any goes in byte for byte, packed as it was', async () => {
    const packed = gzipSync(csvOf(), { level: 9 });
    packed.writeUInt32LE(1_600_000_000, 4);
    const { date, notices } = await land([await writeFiles(await testFolder(), { 'a.csv.gz': packed })]);
    expect((await stored(date, 'a.csv.gz')).equals(packed)).toBe(true);
    expect(notices.join('\n')).not.toContain('masked');
  });

  test('packed anew, a file is the same bytes whenever that is done', async () => {
    const folder = await writeFiles(await testFolder(), { 'a.csv.gz': gzipSync(csv) });
    const one = await land([folder]);
    await utimes(join(folder, 'a.csv.gz'), 1, 1);
    const other = await land([folder]);
    expect((await stored(other.date, 'a.csv.gz')).equals(await stored(one.date, 'a.csv.gz'))).toBe(true);
  });
});
