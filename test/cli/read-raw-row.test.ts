import { expect, test } from 'vitest';
import { feeds } from '../../lib/datasets/find-feed.ts';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { readRawRow } from '../../lib/operate/explain/read-raw-row.ts';

const native = feeds.transactions as NonNullable<typeof feeds.transactions>;
const mapped = feeds['purchase-cards'] as NonNullable<typeof feeds.transactions>;

test.each<[string, string, string[], Record<string, string | null>]>([
  [
    'a document',
    '{"transaction_id":" t-1 ","amount":"ten","status":null}',
    [],
    { transaction_id: 't-1', amount: 'ten', status: null },
  ],
  [
    'a number as it is written',
    '{"amount":12.340,"version":900719925474099312345}',
    [],
    { amount: '12.340', version: '900719925474099312345' },
  ],
  ['what no number can be', '{"amount":1e400}', [], { amount: '1e400' }],
  [
    'fields that are no text',
    '{"amount":[1,2],"is_refund":true,"currency":{"a":1}}',
    [],
    { amount: '["1","2"]', is_refund: 'true', currency: '{"a":"1"}' },
  ],
  [
    'a record under its header',
    't-1,"12,50",KRW',
    ['Transaction_ID', 'amount', 'currency'],
    { transaction_id: 't-1', amount: '12,50', currency: 'KRW' },
  ],
  [
    'a record parted by tabs',
    't-1\t12.5\tKRW',
    ['transaction_id', 'amount', 'currency'],
    { transaction_id: 't-1', amount: '12.5' },
  ],
])('%s is read', (_, raw, names, fields) => {
  expect(readRawRow(raw, transactions, native, names)).toMatchObject(fields);
});

test('a record of a mapped feed is read as the feed reads it', () => {
  const names = ['TRANS DATE', 'ORIGINAL GROSS AMT', 'MERCHANT NAME'];
  expect(readRawRow('29/04/14,"-1,234.50",shop', transactions, mapped, names)).toMatchObject({
    txn_ts: '2014-04-29 00:00:00',
    amount: '1234.50',
    is_refund: 'true',
    currency: 'GBP',
    merchant_name: 'shop',
  });
});

test.each([
  ['a torn document', '{"transaction_id":"t-1","amou'],
  ['an array', '["t-1"]'],
  ['a record with a cell too many', 't-1,2,3'],
  ['nothing', ''],
])('%s is not read', (_, raw) => {
  expect(readRawRow(raw, transactions, native, ['transaction_id', 'amount'])).toBeUndefined();
});
