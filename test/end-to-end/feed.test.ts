import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Answer, makeFolder, paylakeJson, removeFolder, testFolder } from '../cli/paylake.ts';
import { cardFile, writeFiles } from './card-files.ts';
import { bronzeOf, contentOf, seen, silverDigest, silverOf, withDuckDB } from './home.ts';
import { checkOf, gapsOf, type RunDocument, run, succeed } from './report.ts';

const may = cardFile(
  [
    { date: '01/05/25', amount: '12.50', merchant: 'shell kings 587' },
    { date: '02/05/25', amount: '1,200.00', merchant: 'tesco pfs 2484' },
    { date: '02/05/25', amount: '-5.25', merchant: 'tesco pfs 2484' },
    { date: '02/05/25', amount: '3.00', merchant: 'parking' },
    { date: '02/05/25', amount: '3.00', merchant: 'parking' },
  ],
  { header: 'Weather', cell: 'rain' },
);
/** Delivers one of May's purchases again, and adds one of its own. */
const june = cardFile([
  { date: '01/05/25', amount: '12.50', merchant: 'shell kings 587' },
  { date: '03/06/25', amount: '0.99', merchant: 'stationer' },
]);

let folder: string;
let home: string;
let inbox: string;
let first: RunDocument;

const landing = (input: string, ingestDate: string): string[] => [
  'run',
  ...['--feed', 'purchase-cards', '--input', input, '--ingest-date', ingestDate, '--home', home],
];

beforeAll(async () => {
  folder = await makeFolder();
  home = join(folder, 'home');
  inbox = await writeFiles(join(folder, 'inbox'), { 'may.csv': may, 'june.csv.gz': gzipSync(june) });
  first = await succeed(...landing(inbox, '2025-06-05'));
});
afterAll(() => removeFolder(folder));

test('files land as received', () => {
  const bronze = (name: string): Buffer =>
    readFileSync(join(bronzeOf(home), 'purchase-cards/ingest_date=2025-06-05', name));
  expect(bronze('may.csv').toString()).toBe(may);
  expect(bronze('june.csv.gz').equals(gzipSync(june))).toBe(true);
});

test('money in is money out; equal rows of one file are purchases, of another file a second delivery', () => {
  const account = {
    GBP: {
      in: '1226.74',
      loaded: '1214.24',
      duplicate: '12.50',
      superseded: '0.00',
      quarantined: '0.00',
      held: '0.00',
    },
  };
  expect(first.days).toEqual([
    {
      ingestDate: '2025-06-05',
      rows: { in: 7, loaded: 6, duplicate: 1, superseded: 0, quarantined: 0, held: 0 },
      money: account,
      measures: { amount: account },
      unparseableAmounts: 0,
    },
  ]);
  expect(first.days.flatMap(gapsOf)).toEqual([]);
  expect([...first.touchedDates].sort()).toEqual(['2025-05-01', '2025-05-02', '2025-06-03']);
  expect([first.factRows, first.silverDigest]).toEqual([6, silverDigest(home)]);
});

test('the feed’s columns become the contract’s', async () => {
  const rows = await withDuckDB(home, (ask) =>
    ask(`select txn_date, txn_ts, amount, is_refund, currency, card_id, customer_id, merchant_name, mcc, status, channel,
      version, source_file, source_line from silver where transaction_id like 'pc-%' and txn_date < '2025-05-03' order by all`),
  );
  const common = {
    currency: 'GBP',
    card_id: 'card-1234',
    customer_id: 'RV12N',
    status: 'approved',
    channel: 'unknown',
    version: '1',
    mcc: expect.stringMatching(/^[0-9]{4}$/),
  };
  const late = 'purchase-cards/ingest_date=2025-06-05/may.csv';
  // Midnight in London, which is on summer time, is the hour before in UTC.
  const second = { ...common, txn_date: '2025-05-02', txn_ts: '2025-05-01 23:00:00', source_file: late };
  expect(rows).toEqual([
    // Of two equal records the one whose file name is greater wins.
    expect.objectContaining({
      ...common,
      txn_date: '2025-05-01',
      txn_ts: '2025-04-30 23:00:00',
      amount: '12.50',
      source_file: late,
      source_line: '2',
    }),
    { ...second, amount: '3.00', is_refund: false, merchant_name: 'parking', source_line: '5' },
    { ...second, amount: '3.00', is_refund: false, merchant_name: 'parking', source_line: '6' },
    { ...second, amount: '5.25', is_refund: true, merchant_name: 'tesco pfs 2484', source_line: '4' },
    { ...second, amount: '1200.00', is_refund: false, merchant_name: 'tesco pfs 2484', source_line: '3' },
  ]);
});

test('an unknown column is reported by name and else ignored', () => {
  const drift = checkOf(first, 'schema_drift');
  expect(drift).toMatchObject({ severity: 'warn', ok: false });
  expect(drift.detail).toMatch(/may\.csv.*Weather/);
});

test('landing the same files again is a no-op', async () => {
  const before = { bronze: contentOf(bronzeOf(home)), ...(await seen(home)) };
  const again = await succeed(...landing(inbox, '2025-06-05'));
  expect(again.days).toEqual(first.days);
  expect({ bronze: contentOf(bronzeOf(home)), ...(await seen(home)) }).toEqual(before);
});

/** Expects that a command left Bronze and published Silver as they were. */
async function touchesNothing<Document>(act: () => Promise<Answer<Document>>): Promise<Answer<Document>> {
  const before = [contentOf(bronzeOf(home)), contentOf(silverOf(home), 'transactions/')];
  const answer = await act();
  expect([contentOf(bronzeOf(home)), contentOf(silverOf(home), 'transactions/')]).toEqual(before);
  return answer;
}

test.for([
  ['alone', {}],
  ['with a new file before it', { 'another.csv': june }],
] as const)('other content under a known name (%s) is refused with exit 2, and nothing lands', async ([, others]) => {
  const input = await writeFiles(await testFolder(), { ...others, 'may.csv': june });
  const { status, document } = await touchesNothing(() => paylakeJson(...landing(input, '2025-06-05')));
  expect(status).toBe(2);
  expect(document.error.kind).toBe('usage');
  expect(document.error.message).toContain('may.csv');
  expect(document.error.next).toMatch(/name/);
});

const good = { 'good.csv': cardFile([{ date: '04/06/25', amount: '2.00', merchant: 'stationer' }]) };

/** Files that cannot be read in their form, and what the refusal has to say of them. */
const unreadable: [reason: string, file: string, content: string | Buffer, says: RegExp][] = [
  ['a required column is missing', 'a.csv', june.replace('CARD NUMBER', 'CARD'), /a\.csv.*CARD NUMBER/],
  ['the gzip is torn', 'b.csv.gz', gzipSync(june).subarray(0, -12), /b\.csv\.gz.*gzip/],
  ['it is not UTF-8', 'c.csv', Buffer.from(june.replace('stationer', 'caf\u00e9'), 'latin1'), /c\.csv.*line 3.*UTF-8/],
];

test.for(unreadable)('a file is refused by name where %s: exit 3, nothing lands', async ([, file, content, says]) => {
  const input = await writeFiles(await testFolder(), { ...good, [file]: content });
  const { status, document } = await touchesNothing(() => run(...landing(input, '2025-06-06')));
  expect(status).toBe(3);
  expect(document.status).toBe('blocked');
  expect(checkOf(document, 'file_refused')).toMatchObject({
    severity: 'block',
    ok: false,
    detail: expect.stringMatching(says),
  });
  expect(document.error).toMatchObject({ kind: 'blocked', next: expect.stringContaining('--accept file_refused') });
});

test('accepted, the run goes on without the refused file, whose rows are in no count', async () => {
  const report = await succeed(...landing(await withTornFile(), '2025-06-06'), '--accept', 'file_refused');
  expect(checkOf(report, 'file_refused')).toMatchObject({ ok: true, detail: expect.stringContaining('torn.csv.gz') });
  expect(report.days).toMatchObject([{ rows: { in: 1, loaded: 1 }, money: { GBP: { in: '2.00', loaded: '2.00' } } }]);
  expect(Object.keys(contentOf(bronzeOf(home), 'purchase-cards/ingest_date=2025-06-06/'))).toEqual([
    'purchase-cards/ingest_date=2025-06-06/good.csv',
  ]);
});

test('once accepted, the same inputs are not blocked again', async () => {
  const { status } = await run(...landing(await withTornFile(), '2025-06-06'));
  expect(status).toBe(0);
});

async function withTornFile(): Promise<string> {
  return writeFiles(await testFolder(), { ...good, 'torn.csv.gz': gzipSync(june).subarray(0, -12) });
}
