import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';
import { acceptFiles } from './accept-files.ts';

let endpoint: ScratchEndpoint;
beforeAll(async () => {
  endpoint = await startScratchEndpoint();
});
afterAll(() => endpoint.remove());

const fixture = (name: string): Promise<Buffer> => readFile(new URL(`fixtures/${name}`, import.meta.url));
const key = (file: string): string => `purchase-cards/ingest_date=2017-02-01/${file}`;

test('a file with billing columns: money, London midnights, blank and impossible rows', async () => {
  const { rows, quarantined, held, summary } = await acceptFiles(endpoint, '2017-02-01', {
    [key('billing.csv')]: await fixture('billing.csv'),
  });
  expect(rows.map(({ transaction_id: _id, merchant_id: _merchant, source_file: _file, ...row }) => row)).toEqual([
    {
      version: '1',
      customer_id: 'RV1',
      card_id: 'card-0001',
      merchant_name: 'Acme Ltd',
      txn_ts: '2017-01-03 00:00:00',
      amount: '16000.10',
      currency: 'GBP',
      mcc: '5541',
      status: 'approved',
      is_refund: 'false',
      channel: 'unknown',
      original_transaction_id: null,
      txn_date: '2017-01-03',
      ingest_date: '2017-02-01',
      source_line: '2',
    },
    {
      version: '1',
      customer_id: 'unknown',
      card_id: 'card-0001',
      merchant_name: 'Acme Ltd',
      // British summer time: midnight in London is 23:00 UTC of the day before.
      txn_ts: '2016-06-30 23:00:00',
      amount: '5.00',
      currency: 'GBP',
      mcc: '0000',
      status: 'approved',
      is_refund: 'true',
      channel: 'unknown',
      original_transaction_id: null,
      txn_date: '2016-07-01',
      ingest_date: '2017-02-01',
      source_line: '3',
    },
  ]);
  expect(quarantined.map(({ rules, line }) => ({ rules, line }))).toEqual([{ rules: ['invalid:txn_ts'], line: 6 }]);
  expect(held).toEqual([]);
  expect(summary.money.in).toEqual({ GBP: '15996.10' });
  expect(summary.findings).toContainEqual(
    expect.objectContaining({
      kind: 'unmapped_category',
      value: 'Witness Expenses',
      column: 'TRANS CAC DESC 1',
      count: 1,
      line: 3,
    }),
  );
});

test('equal rows of a file are several purchases; the same file again holds the same ones', async () => {
  const repeats = await fixture('repeats.csv');
  const { rows } = await acceptFiles(endpoint, '2017-02-01', { [key('a.csv')]: repeats, [key('b.csv')]: repeats });
  const ids = (file: string): unknown[] =>
    rows.filter(({ source_file }) => source_file === key(file)).map(({ transaction_id }) => transaction_id);
  expect(new Set(ids('a.csv')).size).toBe(4);
  expect(ids('b.csv')).toEqual(ids('a.csv'));
  for (const id of ids('a.csv')) expect(id).toMatch(/^pc-[A-Za-z0-9_-]{5,61}$/);
});

test('the ordinal counts equal content alone: rows that come between or go change no id', async () => {
  const lines = (await fixture('repeats.csv')).toString().trimEnd().split('\n');
  const picked = (...at: number[]): string => [0, ...at].map((line) => lines[line]).join('\n');
  const { rows } = await acceptFiles(endpoint, '2017-02-01', {
    [key('a.csv')]: picked(1, 2, 3, 4),
    [key('c.csv')]: picked(2, 3, 1),
  });
  const idsOf = (file: string): (string | null | undefined)[] =>
    rows.filter(({ source_file }) => source_file === key(file)).map(({ transaction_id }) => transaction_id);
  const [first, other, second] = idsOf('a.csv');
  expect(idsOf('c.csv')).toEqual([other, first, second]);
});

test('a card number in any cell is quarantined and masked', async () => {
  const text = (await fixture('repeats.csv')).toString().replace('parking,', '"pay 4111 1111 1111 1111",');
  const { rows, quarantined } = await acceptFiles(endpoint, '2017-02-01', { [key('d.csv')]: text });
  expect(rows).toHaveLength(3);
  expect(quarantined).toMatchObject([{ rules: ['card_number'], line: 2, contractVersion: 1 }]);
  expect(JSON.stringify(quarantined)).not.toMatch(/4111 1111/);
});

const header =
  'TRANS DATE,TRANS VAT DESC,ORIGINAL GROSS AMT,MERCHANT NAME,CARD NUMBER,TRANS CAC CODE 1,TRANS CAC CODE 2,TRANS CAC CODE 3';
const csv = (...rows: string[]): string => [header, ...rows].join('\n');
const row = ({ date = '03/04/17', amount = '10.20', card = '************1234' } = {}): string =>
  `${date},VR,"${amount}",Made Up Stores,${card},L100,RA001,A00`;

test('a month that a spreadsheet saved again holds the same purchases: amounts count by their value', async () => {
  const amounts = [
    ['10.20', '10.2'],
    ['1,010.20', '1010.2'],
    ['-7.00', '-7'],
    ['10.20', '10.2'],
    ['0.50', '.5'],
  ] as const;
  const { rows, summary } = await acceptFiles(endpoint, '2017-04-30', {
    'purchase-cards/ingest_date=2017-04-30/april.csv': csv(...amounts.map(([amount]) => row({ amount }))),
    'purchase-cards/ingest_date=2017-04-30/april-again.csv': csv(...amounts.map(([, amount]) => row({ amount }))),
  });
  expect(summary.rows).toMatchObject({ in: 10, accepted: 10 });
  const ids = Object.values(Object.groupBy(rows, ({ source_file }) => source_file ?? '')).map((file) =>
    file?.map(({ transaction_id }) => transaction_id),
  );
  expect(ids[0]).toEqual(ids[1]);
  expect(new Set(ids[0]).size).toBe(5);
});

test('no card is made up of what a spreadsheet made of its number; other dates and signs are told, not guessed', async () => {
  const { rows, quarantined } = await acceptFiles(endpoint, '2017-04-30', {
    'purchase-cards/ingest_date=2017-04-30/forms.csv': csv(
      row(),
      row({ card: '5.52E+15' }),
      row({ date: '03/04/2017' }),
      row({ amount: '£1,012.50' }),
      row({ card: 'XXXX-xxxx-####-1234' }),
    ),
  });
  expect(rows.map(({ source_line, card_id }) => [source_line, card_id])).toEqual([
    ['2', 'card-1234'],
    ['6', 'card-1234'],
  ]);
  expect(quarantined.map(({ line, rules }) => [line, ...rules])).toEqual([
    [3, 'invalid:card_id'],
    [4, 'invalid:txn_ts'],
    [5, 'invalid:amount'],
  ]);
});
