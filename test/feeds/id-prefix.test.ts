import { afterAll, beforeAll, expect, test } from 'vitest';
import { feeds } from '../../lib/datasets/find-feed.ts';
import { defineFeed } from '../../lib/feeds/define-feed.ts';
import { type ScratchEndpoint, startScratchEndpoint } from '../../local/test/s3/scratch-endpoint.ts';
import { acceptFiles } from './accept-files.ts';

let endpoint: ScratchEndpoint;
beforeAll(async () => {
  feeds.second = defineFeed({
    name: 'second',
    dataset: 'transactions',
    description: 'A second processor, whose files carry the contract’s own names.',
    zone: 'Asia/Seoul',
    lateDays: 2,
    lookbackDays: 30,
    idPrefix: 'second-',
    shape: { form: 'native' },
  });
  endpoint = await startScratchEndpoint();
});
afterAll(() => endpoint.remove());

const usual = {
  transaction_id: 'tx-000001',
  customer_id: 'c-1',
  card_id: 'k-1',
  merchant_id: 'm-1',
  txn_ts: '2025-09-01T10:00:00+09:00',
  amount: '10.00',
  currency: 'KRW',
  mcc: '5411',
  status: 'approved',
  is_refund: false,
  channel: 'pos',
};
const ndjson = (rows: object[]): string => rows.map((row) => JSON.stringify({ ...usual, ...row })).join('\n');

test('two senders may use one id: the prefix of a native feed keeps them, and what they refer to, apart', async () => {
  const rows = [{}, { transaction_id: ' tx-000002 ', original_transaction_id: 'tx-000001' }];
  const accepted = await acceptFiles(endpoint, '2025-09-01', {
    'second/ingest_date=2025-09-01/a.ndjson': ndjson(rows),
    'transactions/ingest_date=2025-09-01/a.ndjson': ndjson(rows),
  });
  expect(accepted.rows.map((row) => [row.transaction_id, row.original_transaction_id])).toEqual([
    ['second-tx-000001', null],
    ['second-tx-000002', 'second-tx-000001'],
    ['tx-000001', null],
    ['tx-000002', 'tx-000001'],
  ]);
});

test('a prefix makes no id of what is none', async () => {
  const rows = [
    { transaction_id: '' },
    { transaction_id: ' ' },
    { transaction_id: null },
    { transaction_id: 12345678.5 },
    { transaction_id: ['tx-000001'] },
    { transaction_id: 'x'.repeat(60) },
    { transaction_id: 'tx 000001' },
  ];
  const text = `${ndjson(rows)}\n${JSON.stringify(usual).replace('"tx-000001"', '12345e67')}`;
  const { quarantined } = await acceptFiles(endpoint, '2025-09-02', {
    'second/ingest_date=2025-09-02/a.ndjson': text,
  });
  expect(quarantined.map(({ line, rules }) => [line, ...rules])).toEqual([
    [1, 'missing:transaction_id'],
    [2, 'missing:transaction_id'],
    [3, 'missing:transaction_id'],
    [4, 'invalid:transaction_id'],
    [5, 'invalid:transaction_id'],
    [6, 'invalid:transaction_id'],
    [7, 'invalid:transaction_id'],
    [8, 'invalid:transaction_id'],
  ]);
});

test('a text that only looks like a number is an id, and so is a whole number', async () => {
  const rows = [{ transaction_id: '12345e67' }, { transaction_id: 12345678 }, { transaction_id: '12345678' }];
  const { rows: accepted } = await acceptFiles(endpoint, '2025-09-03', {
    'second/ingest_date=2025-09-03/a.ndjson': ndjson(rows.map((row) => ({ ...row, txn_ts: '2025-09-03T10:00:00Z' }))),
  });
  expect(accepted.map((row) => row.transaction_id)).toEqual(['second-12345e67', 'second-12345678', 'second-12345678']);
});
