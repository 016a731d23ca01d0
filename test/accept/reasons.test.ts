import { execFileSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { findContract } from '../../lib/datasets/find-contract.ts';
import { findFeed } from '../../lib/datasets/find-feed.ts';
import type { DelimitedShape, Feed } from '../../lib/feeds/feed.ts';
import { readHeader } from '../../lib/feeds/read-header.ts';
import { readPieces } from '../../lib/stages/accept/cut-chunks.ts';
import { explainHeader } from '../../lib/stages/accept/explain-header.ts';
import { FileRefused } from '../../lib/stages/accept/file-refused.ts';
import { writeForm } from '../forms/write-form.ts';
import { nativeRow } from '../laws/native-row.ts';
import { cutAt } from './cut-at.ts';

/*
 * A refusal says what is wrong, what the file holds, and what can be done about it on this feed.
 */

const ignore = (): void => {};
const options = { chunkBytes: 1024 * 1024, notice: ignore, header: ignore, leaveOut: ignore };

async function refuse(feedName: string, bytes: Buffer | string, file = 'day.csv'): Promise<FileRefused> {
  const feed = findFeed(feedName);
  const sender = { contract: findContract(feed.dataset), feed };
  try {
    for await (const _piece of readPieces(sender, file, cutAt(Buffer.from(bytes), []), options));
  } catch (error) {
    if (error instanceof FileRefused) return error;
    throw error;
  }
  throw new Error('not refused');
}

const csv = writeForm('csv', [nativeRow({ merchant_name: 'Café' }) as Record<string, string>]);
const cards =
  'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC CODE 2,TRANS CAC CODE 3\n' +
  '29/04/14,VR,52.32,shell kings 587,************5770,K020,RV12N,A00\n';
const tar = Buffer.concat([Buffer.alloc(257), Buffer.from('ustar'), Buffer.alloc(512)]);
const hex = (text: string): Buffer => Buffer.concat([Buffer.from(text, 'hex'), Buffer.alloc(40)]);

test.each<[string, Buffer, RegExp, RegExp]>([
  [
    'a workbook',
    Buffer.concat([hex('504b0304'), Buffer.from('[Content_Types].xml')]),
    /an Excel workbook \(\.xlsx\)/,
    /save the sheet/,
  ],
  [
    'a spreadsheet',
    Buffer.concat([hex('504b0304'), Buffer.from('vnd.oasis.opendocument.spreadsheet')]),
    /\.ods/,
    /save the sheet/,
  ],
  ['a zip', hex('504b0304'), /a zip archive/, /unzip day\.csv/],
  ['an old workbook', hex('d0cf11e0a1b11ae1'), /\.xls\)/, /save the sheet/],
  ['bzip2', hex('425a68393141592653'), /bzip2/, /bunzip2 -k day\.csv/],
  ['xz', hex('fd377a585a00'), /xz/, /unxz -k day\.csv/],
  ['7-Zip', hex('377abcaf271c'), /7-Zip/, /7z x day\.csv/],
  ['lz4', hex('04224d18'), /it is packed by lz4, not text/, /unpack it \(unlz4 day\.csv\)/],
  ['compress', hex('1f9d'), /packed by compress \(\.Z\)/, /uncompress -k day\.csv/],
  ['RAR', hex('526172211a07'), /a RAR archive/, /unrar x day\.csv/],
  ['SQLite', hex('53514c69746520666f726d6174203300'), /a SQLite database/, /CSV or NDJSON/],
  ['zstd in gzip', gzipSync(zstdCompressSync(csv)), /packed twice: zstd, within gzip/, /gunzip -k day\.csv/],
  ['Parquet in gzip', gzipSync(hex('50415231')), /a Parquet file, within gzip, not text/, /CSV or NDJSON/],
  ['Parquet', hex('50415231'), /Parquet/, /CSV or NDJSON/],
  ['ORC', hex('4f5243'), /ORC/, /CSV or NDJSON/],
  ['Avro', hex('4f626a01'), /Avro/, /CSV or NDJSON/],
  ['a PDF', Buffer.from('%PDF-1.7\n\xe2\xe3', 'latin1'), /a PDF/, /CSV or NDJSON/],
  ['a tar in gzip', gzipSync(tar), /a tar archive, within gzip/, /tar -xf day\.csv/],
  ['gzip in gzip', gzipSync(gzipSync(csv)), /packed twice: gzip, within gzip/, /gunzip -k day\.csv/],
  ['gzip in zstd', zstdCompressSync(gzipSync(csv)), /packed twice: gzip, within zstd/, /zstd -d -k day\.csv/],
  [
    'UTF-16',
    Buffer.from(`\ufeff${csv}`, 'utf16le'),
    /UTF-16/,
    /encoding: 'utf-16le'.*iconv -f UTF-16 -t UTF-8 < day\.csv > day\.utf8\.csv/,
  ],
  ['UTF-16 without a mark', Buffer.from(csv, 'utf16le').swap16(), /UTF-16/, /encoding: 'utf-16be'/],
  ['UTF-32', Buffer.concat([Buffer.from('fffe0000', 'hex'), Buffer.alloc(9, 1)]), /UTF-32/, /iconv -f UTF-32/],
])('%s is called by its name on every feed, whatever the file is called', async (_, bytes, reason, remedy) => {
  for (const feed of ['transactions', 'purchase-cards']) {
    const refusal = await refuse(feed, bytes);
    expect(refusal.message).toMatch(reason);
    expect(refusal.remedy).toMatch(remedy);
  }
});

test.each<[string, string, string, RegExp, RegExp]>([
  [
    'a title above',
    'transactions',
    `Cards of September\n\n${csv}`,
    /on line 3: line 1 is "Cards of September"/,
    /^take out .*: tail -n \+3 < day\.csv > day\.rows\.csv$/,
  ],
  [
    'a title above',
    'purchase-cards',
    `Cards\n${cards}`,
    /on line 2: line 1 is "Cards"/,
    /^declare skipLines: 1 in the feed$/,
  ],
  [
    'another delimiter',
    'purchase-cards',
    cards.replaceAll(',', ';'),
    /parted by ";": line 1 is "TRANS DATE;/,
    /^declare delimiter: ';' in/,
  ],
  [
    'a title above and tabs',
    'purchase-cards',
    `x\n\n${cards.replaceAll(',', '\t')}`,
    /on line 3/,
    /skipLines: 2 and delimiter: '\\t'/,
  ],
  ['JSON', 'purchase-cards', '{"a":1}\n', /it is JSON, not a delimited file: line 1 is "\{"a":1\}"/, /form json/],
  [
    'a web page',
    'purchase-cards',
    '<!DOCTYPE html>\n<p>',
    /web page or XML: line 1 is "<!DOCTYPE html>"/,
    /where it came from/,
  ],
  ['a web page', 'transactions', '<html>\n<p>', /web page or XML/, /where it came from/],
  [
    'the columns of another feed',
    'transactions',
    cards,
    /those of feed purchase-cards, not of transactions/,
    /--feed purchase-cards$/,
  ],
  [
    'the columns of another feed',
    'purchase-cards',
    csv,
    /those of feed transactions, not of purchase-cards/,
    /--feed transactions$/,
  ],
  [
    'a column spelled otherwise',
    'purchase-cards',
    cards.replace('CARD NUMBER', 'Card No.'),
    /missing: CARD NUMBER \(nearest in the file: Card No\.\)$/,
    /alias/,
  ],
  [
    'a column spelled otherwise',
    'transactions',
    csv.replace('customer_id', 'customer'),
    /missing: customer_id \(nearest in the file: customer\)$/,
    /name it customer_id$/,
  ],
  [
    'a column missing',
    'transactions',
    csv.replace('mcc', 'x'),
    /^required column missing: mcc$/,
    /^have the sender restore it$/,
  ],
  [
    'none of the columns',
    'transactions',
    'a,b\n1,2\n',
    /no header has the columns .*: line 1 is "a,b"/,
    /NDJSON, one JSON array, or CSV/,
  ],
  [
    'none of the columns',
    'purchase-cards',
    'a,b\n1,2\n',
    /no header has the columns .*: line 1 is "a,b"/,
    /headerless/,
  ],
  [
    'names in quotes between tabs',
    'transactions',
    csv
      .split(',')
      .join('\t')
      .replace(/[a-z_]+(?=[\t\n])/g, '"$&"'),
    /^its names stand in quotes, which are text here: line 1 is ""transaction_id"/,
    /without quotes, or CSV$/,
  ],
  ['nothing', 'transactions', '', /empty: not even a header/, /sent again/],
  [
    'lines that end in CR',
    'purchase-cards',
    cards.replaceAll('\n', '\r'),
    /CR alone/,
    /tr '\\r' '\\n' < day\.csv > day\.lf\.csv$/,
  ],
  [
    'lines that end in CR, the last column optional',
    'purchase-cards',
    cards.replace(/\n/, ',Directorate\n').replaceAll('\n', '\r'),
    /CR alone/,
    /tr/,
  ],
  [
    'no JSON after all',
    'transactions',
    "{'a':1}\n{'a':2}\n",
    /none of its first lines is a JSON object: line 1 is "\{'a':1\}"/,
    /NDJSON/,
  ],
])(
  '%s (%s): the nearest true cause, what the first line holds, advice for this feed',
  async (_, feed, text, reason, remedy) => {
    const refusal = await refuse(feed, text);
    expect(refusal.message).toMatch(reason);
    expect(refusal.remedy).toMatch(remedy);
  },
);

test.each<[string, string, string, RegExp, RegExp]>([
  ['XML', 'purchase-cards', '<?xml version="1.0"?>\n', /web page or XML/, /./],
  ['XML without a head', 'purchase-cards', '  <rows >\n', /web page or XML/, /./],
  ['HTML', 'purchase-cards', '<HTML\n', /web page or XML/, /./],
  ['a name in angle brackets', 'purchase-cards', '<5,a\n', /no header has the columns/, /./],
  ['an array', 'purchase-cards', ' [1]\n', /it is JSON, not a delimited file/, /docs\/feeds\.md/],
  ['a tag behind a name', 'purchase-cards', 'a,<html\n', /no header has the columns/, /./],
  [
    'a title above, lines that end in CRLF',
    'purchase-cards',
    `Cards\n${cards}`.replaceAll('\n', '\r\n'),
    /on line 2: line 1 is "Cards"$/,
    /^declare skipLines: 1 in the feed$/,
  ],
  ['text before a bracket', 'purchase-cards', 'a{\n', /no header has the columns/, /./],
  [
    'a title above, behind lines that are skipped',
    'transactions',
    `\n \nCards\n${csv}`,
    /its header is on line 4: line 3 is "Cards"/,
    /tail -n \+4 < day\.csv/,
  ],
  [
    'a header on line 30',
    'purchase-cards',
    `x\n${'\n'.repeat(28)}${cards}`,
    /its header is on line 30: line 1 is "x"/,
    /declare skipLines: 29 in the feed/,
  ],
  [
    'a header on line 31',
    'purchase-cards',
    `x\n${'\n'.repeat(29)}${cards}`,
    /no header has the columns \(TRANS DATE, TRANS VAT DESC, ORIGINAL GROSS AMT and so on\): line 1 is "x"/,
    /./,
  ],
  [
    'a long first line',
    'purchase-cards',
    `${'x'.repeat(81)}\n`,
    new RegExp(`line 1 is "${'x'.repeat(80)}…"$`),
    /send the header, or declare headerless or the columns' names in the feed$/,
  ],
  [
    'two columns missing, one of them spelled otherwise',
    'transactions',
    csv.replace('customer_id', 'customer').replace('mcc', 'x'),
    /^required column missing: customer_id \(nearest in the file: customer\), mcc$/,
    /^have the sender restore it or name it customer_id$/,
  ],
  [
    'a column spelled at great length',
    'transactions',
    csv.replace('customer_id', `customer_id ${'x'.repeat(60)}`),
    /nearest in the file: customer_id x{28}…\)$/,
    /./,
  ],
  [
    'bars',
    'purchase-cards',
    cards.replaceAll(',', '|'),
    /its columns are parted by "\|"/,
    /^declare delimiter: '\|' in the feed$/,
  ],
])('%s (%s) is told apart', async (_, feed, text, reason, remedy) => {
  const refusal = await refuse(feed, text);
  expect(refusal.message).toMatch(reason);
  expect(refusal.remedy).toMatch(remedy);
});

test.each([
  ['little-endian', Buffer.from('fffe6100', 'hex'), 'utf-16le'],
  ['big-endian', Buffer.from('feff0061', 'hex'), 'utf-16be'],
  ['little-endian, told by its NULs', Buffer.from('6100620063006400', 'hex'), 'utf-16le'],
  ['big-endian, told by its NULs', Buffer.from('0061006200630064', 'hex'), 'utf-16be'],
])('UTF-16 %s is refused with its label', async (_, bytes, label) => {
  for (const feed of ['transactions', 'purchase-cards'])
    expect(await refuse(feed, bytes)).toMatchObject({
      message: 'it is UTF-16, not UTF-8',
      remedy: `declare encoding: '${label}' in the feed, or convert the file: iconv -f UTF-16 -t UTF-8 < day.csv > day.utf8.csv`,
    });
});

test.each(['fffe000061000000', '0000feff00000061'])('UTF-32 is refused as such: %s', async (bytes) => {
  expect(await refuse('purchase-cards', Buffer.from(bytes, 'hex'))).toMatchObject({
    message: 'it is UTF-32, not UTF-8',
    remedy: 'convert the file: iconv -f UTF-32 -t UTF-8 < day.csv > day.utf8.csv',
  });
});

test.each(['61006200630064', '0061006200630065', '6100620063656400', '0000000000000000'])(
  'NULs here and there make no UTF-16: %s',
  async (bytes) => {
    const told = (await refuse('purchase-cards', Buffer.from(bytes, 'hex'))).message;
    expect(told.includes('UTF-16')).toBe(bytes === '0061006200630065');
  },
);

const own: DelimitedShape = { form: 'csv', header: ['id', 'amount'], columns: {} };
const explain = (changes: Partial<DelimitedShape>, text: string): FileRefused => {
  const shape = { ...own, ...changes };
  const header = readHeader(shape, (text.split('\n')[shape.skipLines ?? 0] ?? '').split(shape.delimiter ?? ','));
  return explainHeader({ ...findFeed('purchase-cards'), name: 'own', shape } as Feed, shape, header, text);
};

test.each<[string, Partial<DelimitedShape>, string, string, string]>([
  [
    'lines that the feed skips are no header',
    { skipLines: 2 },
    'a\nb\nc,d\n',
    'no header has the columns (id, amount and so on): line 3 is "c,d"',
    "have the sender send the header, or declare headerless or the columns' names in the feed",
  ],
  [
    'names in quotes where quotes are text',
    { quote: 'none' },
    '"id","amount"\n',
    'its names stand in quotes, which are text here: line 1 is ""id","amount""',
    "declare the feed's quote",
  ],
  [
    'a comma where the feed declares a semicolon',
    { delimiter: ';' },
    'id,amount\n',
    'its columns are parted by ",": line 1 is "id,amount"',
    "declare delimiter: ',' in the feed",
  ],
  [
    'a column missing, no other like it',
    {},
    'id,x\n',
    'required column missing: amount',
    'have the sender restore it, or declare its new name as an alias in the feed',
  ],
])('%s', (_, changes, text, message, remedy) => {
  expect(explain(changes, text)).toMatchObject({ message, remedy });
});

test('a remedy that names the file says FILE where nobody knows it', () => {
  const refusal = new FileRefused('x', (file) => `look at ${file}`);
  expect(refusal.remedy).toBe('look at FILE');
  expect(refusal.of('day.csv').remedy).toBe('look at day.csv');
});

test('a card number in the first line is masked', async () => {
  expect((await refuse('purchase-cards', 'paid with 4111111111111111\n')).message).not.toContain('4111111111111111');
});

/** The row in an encoding; no encoder but the tables of the standard is at hand, so the bytes stand here. */
const spelled = (bytes: string): Buffer =>
  Buffer.concat([
    Buffer.from(csv.split('Café')[0] ?? ''),
    Buffer.from(bytes, 'hex'),
    Buffer.from(csv.split('Café')[1] ?? ''),
  ]);

test.each([
  ['CP949', 'euc-kr', 'c4abc6e420bcadbfef', '카페 서울'],
  // Beyond EUC-KR proper.
  ['CP949', 'euc-kr', '8c6420c4abc6e4c4abc6e4', '똡 카페카페'],
  ['CP932', 'shift_jis', '8365835883678358836783658358', 'テストストテス'],
  ['WINDOWS-1252', 'windows-1252', '436166e9', 'Café'],
])('a file in %s: the encoding, how it reads, and a command that converts it', async (name, label, bytes, text) => {
  const folder = await mkdtemp(join(tmpdir(), 'paylake-reasons-'));
  try {
    for (const file of ["o'clock $1.csv", '-day.csv.gz']) {
      const path = join(folder, file);
      await writeFile(path, file.endsWith('.gz') ? gzipSync(spelled(bytes)) : spelled(bytes));
      const refusal = await refuse('purchase-cards', spelled(bytes), path);
      expect(refusal.message).toMatch(/^line 2 is not UTF-8 \(byte [0-9A-F]{2} at \d+ of the line\); as /);
      expect(refusal.message).toContain(`as ${name} it reads "`);
      expect(refusal.message).toContain(text);
      const command = refusal.remedy.split(': ').at(-1) ?? '';
      expect(refusal.remedy).toBe(`declare encoding: '${label}' in the feed, or convert the file: ${command}`);
      execFileSync('sh', ['-c', command]);
      const converted = path.replace(/\.csv(\.gz)?$/, '.utf8.csv');
      expect(await readFile(converted, 'utf8')).toBe(csv.replace('Café', text));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('one bad byte among sound UTF-8 is for the sender to mend', async () => {
  const names = Array.from({ length: 30 }, () => nativeRow({ merchant_name: '카페' }) as Record<string, string>);
  const text = Buffer.from(writeForm('csv', names).replace('카페', 'x#'));
  text[text.indexOf('#')] = 0xe9;
  const refusal = await refuse('transactions', text);
  expect(refusal.message).toMatch(/^line 2 is not UTF-8 \(byte E9 at \d+ of the line\)/);
  expect(refusal.remedy).toMatch(/mend the line/);
});
