import fc from 'fast-check';
import { expect, test } from 'vitest';
import { transactions } from '../../lib/datasets/transactions/contract.ts';
import { escapePathValue } from '../../lib/lake/escape-path-value.ts';
import * as keys from '../../lib/lake/keys.ts';

const feed = fc.constantFrom('transactions', 'purchase-cards');
const date = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
  .map((moment) => moment.toISOString().slice(0, 10));
/** File names that people give: anything but a slash, no line breaks. */
const file = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .filter((name) => !/[/\p{Cc}\u2028\u2029]/u.test(name));

test('Bronze keys are those of the interfaces, and read back', () => {
  expect(keys.bronzeKey('transactions', '2025-09-01', 'a.ndjson.gz')).toBe(
    'transactions/ingest_date=2025-09-01/a.ndjson.gz',
  );
  fc.assert(
    fc.property(feed, date, file, (name, ingestDate, fileName) => {
      const key = keys.bronzeKey(name, ingestDate, fileName);
      expect(key.startsWith(keys.bronzePrefix(name, ingestDate))).toBe(true);
      expect(keys.parseBronzeKey(key)).toEqual({ feed: name, ingestDate, file: fileName });
    }),
    { numRuns: 200 },
  );
});

test.each([
  'transactions/ingest_date=2025-09-01/',
  'transactions/ingest_date=2025-9-1/a.csv',
  'transactions/txn_date=2025-09-01/a.csv',
  '/ingest_date=2025-09-01/a.csv',
  'x/transactions/ingest_date=2025-09-01/a.csv',
  'a.csv',
  '',
])('"%s" is no Bronze key: wrong usage', (key) => {
  expect(() => keys.parseBronzeKey(key)).toThrow(expect.objectContaining({ kind: 'usage' }));
});

test('Silver, quarantine and held keys are those of the interfaces', () => {
  const date = '2025-09-01';
  const key = keys.partitionKey(transactions, date, '0780');
  expect(key).toBe('transactions/p_txn_date=2025-09-01/p_mcc=m0780/part-0000.parquet');
  const mixed = keys.partitionKey(transactions, date, null);
  expect(mixed).toBe('transactions/p_txn_date=2025-09-01/p_mcc=mixed/part-0000.parquet');
  for (const one of [key, mixed]) expect(one.startsWith(keys.eventDatePrefix(transactions, date))).toBe(true);
  expect(keys.oldEventDatePrefix(transactions, date)).toBe('transactions/txn_date=2025-09-01/');
  const trades = { name: 'trades', partitionBy: ['trade_date', 'symbol'], partitionPrefix: 's-' } as const;
  expect(keys.partitionKey(trades, date, 'ETH/USDT')).toBe(
    'trades/p_trade_date=2025-09-01/p_symbol=s-ETH%2FUSDT/part-0000.parquet',
  );
  const events = { name: 'events', partitionBy: ['event_date', 'event_name'] } as const;
  expect(keys.partitionKey(events, date, 'screen_viewed')).toBe(
    'events/p_event_date=2025-09-01/p_event_name=screen_viewed/part-0000.parquet',
  );
  expect(keys.refusedRowsPrefix('quarantine', 'transactions', '2025-09-01')).toBe(
    '_quarantine/transactions/ingest_date=2025-09-01/',
  );
  expect(keys.refusedRowsPrefix('held', 'transactions', '2025-09-01')).toBe(
    '_held/transactions/ingest_date=2025-09-01/',
  );
});

test('a value in a path is escaped as Hive does, and readers get it back', () => {
  const control = Array.from({ length: 32 }, (_, code) => String.fromCharCode(code));
  for (const one of [...control, ...'"#%\'*/:=?\\{[]^', '\x7f']) {
    expect(escapePathValue(one)).toBe(`%${Buffer.from(one).toString('hex').toUpperCase()}`);
  }
  const plain = ' !$&()+,-.0;<>@AZ_`az|}~é한';
  expect(escapePathValue(plain)).toBe(plain);
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (value) => {
      const escaped = escapePathValue(value);
      expect(escaped).not.toMatch(/[/=]/);
      expect(decodeURIComponent(escaped)).toBe(value);
    }),
  );
});

test('whatever the pipeline keeps for itself begins with _, and no two things share a key', () => {
  const own = [
    keys.stagedDatePrefix('run', '2025-09-01'),
    keys.acceptedPrefix('transactions', '2025-09-01'),
    keys.refusedRowsPrefix('quarantine', 'transactions', '2025-09-01'),
    keys.refusedRowsPrefix('held', 'transactions', '2025-09-01'),
    keys.catalogKey('transactions', '2025-09-01'),
    keys.journalKey('transactions'),
    keys.leaseKey('transactions'),
    ...(['plan', 'checks', 'report', 'load', 'gold'] as const).map((name) => keys.runKey('run', name)),
    keys.acceptanceKey('transactions', '2025-09-01', 'hash', 'file_refused'),
    keys.acceptanceKey('transactions', '2025-09-01', 'hash', 'quarantined_share'),
    keys.rankedKey('run'),
    keys.partKey('run', 'part-0000', 'parquet'),
    keys.partKey('run', 'part-0000', 'json'),
    keys.controlTotalsKey('run'),
    keys.manifestKey('run', 'rows'),
    keys.manifestKey('run', 'control_totals'),
    keys.outrankedKey('run'),
  ];
  for (const key of own) expect(key).toMatch(/^_[a-z]+\//);
  expect(new Set(own).size).toBe(own.length);
  const staged = own.filter((key) => key.startsWith('_staged/'));
  for (const key of staged) expect(key.startsWith(keys.stagedPrefix('run'))).toBe(true);
  expect(keys.stagedPrefix('run')).not.toBe(keys.stagedPrefix('run-2').slice(0, keys.stagedPrefix('run').length));
});
