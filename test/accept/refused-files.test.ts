import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findFeed } from '../../lib/datasets/find-feed.ts';
import { checkFile } from '../../lib/stages/accept/check-file.ts';
import { FileRefused } from '../../lib/stages/accept/file-refused.ts';
import { acceptFiles } from '../laws/accept-files.ts';
import { nativeRow, toNdjson } from '../laws/native-row.ts';
import { type ScratchLake, startScratchLake } from '../laws/scratch-lake.ts';

let lake: ScratchLake;
beforeAll(async () => {
  lake = await startScratchLake();
});
afterAll(() => lake.remove());

const sound = toNdjson([nativeRow()]);
const doubtful = toNdjson([nativeRow({ transaction_id: 'txn-000002', status: 'nonsense', note: 'x' })]);
const manyRows = toNdjson(Array.from({ length: 3000 }, (_, at) => nativeRow({ transaction_id: `txn-${at + 100000}` })));
const torn = gzipSync(manyRows).subarray(0, -200);
const flipped = gzipSync(manyRows);
flipped[flipped.length - 6] = (flipped[flipped.length - 6] ?? 0) ^ 0xff;

const header =
  'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC CODE 2,TRANS CAC CODE 3';
const record = '29/04/14,VR,52.32,shell kings 587,************5770,K020,RV12N,A00';

test.each([
  ['a torn gzip', 'transactions', torn, /gzip/],
  ['a gzip whose checksum is wrong', 'transactions', flipped, /gzip/],
  [
    'latin-1 after good lines',
    'transactions',
    Buffer.from(`${sound}{"merchant_name":"caf\xe9"}\n`, 'latin1'),
    /line 2 .*UTF-8/,
  ],
  ['UTF-16', 'transactions', Buffer.from(`\ufeff${sound}`, 'utf16le'), /UTF-8/],
  ['Parquet instead of NDJSON', 'transactions', Buffer.from('PAR1\x15\x04\x15\xff\xfe\x00PAR1', 'latin1'), /./],
  ['CSV instead of NDJSON', 'transactions', Buffer.from(`${header}\n${record}\n${record}\n`), /./],
  ['XML instead of NDJSON', 'transactions', Buffer.from('<?xml version="1.0"?>\n<rows>\n<row/>\n</rows>\n'), /./],
  [
    'a required column missing',
    'purchase-cards',
    Buffer.from(`${header.replace('CARD NUMBER', 'CARD')}\n${record}\n`),
    /CARD NUMBER/,
  ],
  ['NDJSON instead of CSV', 'purchase-cards', Buffer.from(sound), /JSON/],
  [
    'a torn gzip of CSV',
    'purchase-cards',
    gzipSync(`${header}\n${`${record}\n`.repeat(3000)}`).subarray(0, 100),
    /gzip/,
  ],
])('%s: the file is refused whole, the others of its date are read', async (_, feed, bytes, reason) => {
  const key = `${feed}/ingest_date=2025-09-10/bad.data`;
  const beside = 'transactions/ingest_date=2025-09-10/good.ndjson';
  const { summary, rows, quarantine, held } = await acceptFiles(lake, { [key]: bytes, [beside]: sound + doubtful });
  expect(summary.refused).toEqual([{ key, reason: expect.stringMatching(reason), remedy: expect.stringMatching(/./) }]);
  expect(summary.rows).toEqual({ in: 2, accepted: 1, quarantined: 1, held: 0 });
  expect(summary.money.in).toEqual({ KRW: '20.00' });
  expect(summary.eventDates).toEqual({ '2025-09-10': 1 });
  expect(summary.findings.map(({ file }) => file)).toEqual([beside]);
  expect(rows.map((row) => row.source_file)).toEqual([beside]);
  expect(quarantine.map(({ file }) => file)).toEqual([beside]);
  expect(held).toEqual([]);
  async function* stored(): AsyncGenerator<Buffer> {
    yield bytes;
  }
  await expect(checkFile(findFeed(feed), key, stored()), 'landing refuses it too').rejects.toThrow(FileRefused);
});

test('a file without a row is none to refuse, in any form', async () => {
  const folder = 'transactions/ingest_date=2025-09-10';
  const files = {
    [`${folder}/a`]: '',
    [`${folder}/b`]: '\n\n',
    [`${folder}/c.gz`]: gzipSync(''),
    [`${folder}/d`]: '\ufeff',
  };
  const { summary, rows } = await acceptFiles(lake, {
    ...files,
    'purchase-cards/ingest_date=2025-09-10/e.csv': `${header}\n`,
  });
  expect(summary.refused).toEqual([]);
  expect(summary.rows.in).toBe(0);
  expect(rows).toEqual([]);
});
